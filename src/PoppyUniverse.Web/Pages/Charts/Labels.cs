namespace PoppyUniverse.Web.Pages.Charts;

/// <summary>Decides which points of a map get a label, and on which side, so that labels do not cover each other.</summary>
internal static class Labels
{
    // what a map is at least, in pixels; on a wider one there is more room
    private const double Width = 640;
    private const double Height = 480;
    private const double LetterWidth = 7.5;
    private const double LineHeight = 15;
    private const double Gap = 9;

    /// <summary>The side of each point's label: 1 right, -1 left, 0 for no room.</summary>
    public static IReadOnlyList<int> Place(IReadOnlyList<MapPoint> points)
    {
        var taken = points.Select(point => new Box((point.X * Width) - 5, (point.X * Width) + 5, point.Y * Height, 5)).ToList();
        var sides = new int[points.Count];
        for (var i = 0; i < points.Count; i++)
        {
            foreach (var side in (int[])[1, -1])
            {
                if (BoxOf(points[i], side) is { Left: >= 0, Right: <= Width } box && !taken.Where((_, other) => other != i).Any(box.Meets))
                {
                    sides[i] = side;
                    taken.Add(box);
                    break;
                }
            }
        }

        return sides;
    }

    private static Box BoxOf(MapPoint point, int side)
    {
        var (x, length) = (point.X * Width, point.Name.Length * LetterWidth);
        return side > 0 ? new(x + Gap, x + Gap + length, point.Y * Height, LineHeight / 2) : new(x - Gap - length, x - Gap, point.Y * Height, LineHeight / 2);
    }

    private readonly record struct Box(double Left, double Right, double Middle, double HalfHeight)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Math.Abs(Middle - other.Middle) < HalfHeight + other.HalfHeight;
    }
}
