using System.Globalization;
using System.Text;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Predictions;

/// <summary>
/// Copies a CSV log with a model's predictions behind each row: Predicted_Strength, P1 to P5 and Choice_Probability, as far as
/// the model predicts them. Original columns, known or not, stay as they are.
/// </summary>
public static class ScoredFileWriter
{
    private const int BatchRows = 16_384;
    private const int Classes = Interaction.StrengthClasses;

    /// <summary>Scores a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The file to score.</param>
    /// <param name="path">The file to write; whole or not there.</param>
    /// <param name="options">How to read; its catalog should be the model's.</param>
    /// <param name="run">Worker threads, which change speed only; told after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="DataFormatException">A row cannot be read, and errors stop.</exception>
    public static long Write(
        IRecommender model, string data, string path, ReadOptions options,
        (int Threads, IProgress<ReadProgress>? Progress) run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var rows = InteractionRowReader.Open(data, options);
        AtomicFile.Write(path, file =>
        {
            using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            string[] added =
            [
                .. model.Targets.HasFlag(PredictionTargets.Strength) ? ["Predicted_Strength"] : Array.Empty<string>(),
                .. model.Targets.HasFlag(PredictionTargets.Class) ? ["P1", "P2", "P3", "P4", "P5"] : Array.Empty<string>(),
                .. model.Targets.HasFlag(PredictionTargets.Choice) ? ["Choice_Probability"] : Array.Empty<string>(),
            ];
            writer.WriteLine(string.Join(rows.Separator, rows.Headers.Select(name => CsvText.Quote(name, rows.Separator)).Concat(added)));
            var batch = new ScoringBatch(model, BatchRows);
            while (batch.Fill(rows))
            {
                cancellation.ThrowIfCancellationRequested();
                batch.Score(run.Threads);
                batch.WriteTo(writer, rows.Separator);
                run.Progress?.Report(new(rows.ByteOffset, rows.ByteCount, rows.RowCount));
            }
        });
        return rows.RowCount;
    }

    /// <summary>Rows on their way from the reader to the writer.</summary>
    private sealed class ScoringBatch(IRecommender model, int capacity)
    {
        private const int RowsPerThread = 2_048;

        private readonly PredictionBuffer _scores = new(capacity, model.Targets);
        private readonly int[] _users = new int[capacity];
        private readonly int[] _values = new int[capacity];
        private readonly TimeSlot[] _slots = new TimeSlot[capacity];
        private readonly string[] _texts = new string[capacity];
        private int _count;

        public bool Fill(InteractionRowReader rows)
        {
            for (_count = 0; _count < capacity && rows.Read(); _count++)
            {
                _users[_count] = model.Users.IndexOf(rows.User);
                _values[_count] = model.Catalog.IndexOf(rows.Type, rows.Value);
                _slots[_count] = TimeSlot.FromUnixMicroseconds(rows.UnixMicroseconds);
                _texts[_count] = Encoding.UTF8.GetString(rows.RawRow);
            }

            return _count > 0;
        }

        public void Score(int threads) =>
            Parallel.For(0, (_count + RowsPerThread - 1) / RowsPerThread, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
            {
                var first = part * RowsPerThread;
                var count = Math.Min(RowsPerThread, _count - first);
                model.Score(new(_users.AsSpan(first, count), _values.AsSpan(first, count), _slots.AsSpan(first, count)), _scores.Slice(first, count));
            });

        public void WriteTo(TextWriter writer, char separator)
        {
            for (var i = 0; i < _count; i++)
            {
                writer.Write(_texts[i]);
                Numbers(_scores.ExpectedStrengths, i, 1, "0.000000");
                Numbers(_scores.ClassProbabilities, i, Classes, "0.000000");
                Numbers(_scores.ChoiceProbabilities, i, 1, "0.00000000");

                writer.WriteLine();
            }

            void Numbers(float[] all, int row, int width, string format)
            {
                for (var i = row * width; i < Math.Min((row + 1) * width, all.Length); i++)
                {
                    writer.Write(separator);
                    writer.Write(all[i].ToString(format, CultureInfo.InvariantCulture));
                }
            }
        }
    }
}
