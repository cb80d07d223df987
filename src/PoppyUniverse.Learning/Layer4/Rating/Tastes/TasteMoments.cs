namespace PoppyUniverse.Learning.Layer4;

/// <summary>Second moments of users as values need them: E[(1, w)(1, w)ᵀ], E[(1, w) · level] and E[(1, w) · weekend] under each user's posterior.</summary>
internal sealed class TasteMoments(TasteModel model, int slots)
{
    private const int Extras = 2; // level, weekend

    private readonly int _width = model.Width;
    private readonly double[] _moments = new double[slots * Length(model)];

    /// <summary>(Width × Width) of a user.</summary>
    public ReadOnlySpan<double> Square(int slot) => _moments.AsSpan(slot * Length(model), _width * _width);

    /// <summary>(Width) of a user: with the level, or with the weekend.</summary>
    public ReadOnlySpan<double> With(int slot, bool weekend) => _moments.AsSpan((slot * Length(model)) + ((_width + (weekend ? 1 : 0)) * _width), _width);

    /// <summary>Takes a user's.</summary>
    public void Set(int slot, TastePosterior posterior)
    {
        var (mean, covariance, userWidth) = (posterior.Mean, posterior.Covariance, model.UserWidth);
        var to = _moments.AsSpan(slot * Length(model), Length(model));
        to[0] = 1;
        for (var i = 0; i < model.Rank; i++)
        {
            var row = i + Extras;
            to[1 + i] = to[(1 + i) * _width] = mean[row];
            for (var j = 0; j < model.Rank; j++)
                to[((1 + i) * _width) + 1 + j] = covariance[(row * userWidth) + j + Extras] + (mean[row] * mean[j + Extras]);
        }

        for (var extra = 0; extra < Extras; extra++)
        {
            var with = to.Slice((_width + extra) * _width, _width);
            with[0] = mean[extra];
            for (var i = 0; i < model.Rank; i++)
                with[1 + i] = covariance[(extra * userWidth) + i + Extras] + (mean[extra] * mean[i + Extras]);
        }
    }

    private static int Length(TasteModel model) => (model.Width + Extras) * model.Width;
}
