namespace PoppyUniverse.Storage;

/// <summary>A data file does not hold what it should. The message is one line: "log.csv(1042,7): Timestamp is …; expected …".</summary>
public sealed class DataFormatException : Exception
{
    /// <summary>A problem at a place in a file.</summary>
    /// <param name="file">Path of the file, as the user named it.</param>
    /// <param name="line">Line, from 1; 0 when the problem is the file as a whole.</param>
    /// <param name="column">Character of the line, from 1; 0 when the problem is the line as a whole.</param>
    /// <param name="problem">What was found and what is expected.</param>
    public DataFormatException(string file, long line, int column, string problem)
        : base(Describe(file, line, column, problem)) =>
        (File, Line, Column, Problem) = (file, line, column, problem);

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>Line, from 1, or 0.</summary>
    public long Line { get; }

    /// <summary>Character of the line, from 1, or 0.</summary>
    public int Column { get; }

    /// <summary>What was found and what is expected, without the place.</summary>
    public string Problem { get; }

    private static string Describe(string file, long line, int column, string problem) => (line, column) switch
    {
        (0, _) => $"{file}: {problem}",
        (_, 0) => $"{file}({line}): {problem}",
        _ => $"{file}({line},{column}): {problem}",
    };
}
