using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Web.Contracts;

/// <summary>
/// Writes a <see cref="RecommendationAnswer"/> as JSON: the bytes that the serializer makes of it, written without it.
/// An answer has a hundred numbers, and the serializer goes through an enumerator, a converter and checks for each.
/// </summary>
internal sealed class RecommendationWriter : IDisposable
{
    private const int Room = 4 << 10;
    private const int MostKept = 64 << 10;
    private const int BytesOfNumber = 24;
    private const int BytesOfMoment = 33;
    private const int MostBytesOfCharacter = 12; // of an escaped half of a surrogate pair, twice what it takes

    private static readonly ConcurrentBag<RecommendationWriter> Idle = [];

    // ids and names come as they are, for nothing of an answer gets into a page's markup
    private static readonly JavaScriptEncoder Escapes = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly byte[][] Levels =
        [.. Enum.GetValues<BackOffLevel>().Select(level => JsonSerializer.SerializeToUtf8Bytes(level, ApiJson.Default.BackOffLevel))];

    private byte[] _bytes = new byte[Room];
    private int _length;

    private RecommendationWriter()
    {
    }

    /// <summary>The answer's bytes, until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    private Span<byte> Rest => _bytes.AsSpan(_length);

    /// <summary>Writes an answer.</summary>
    public static RecommendationWriter Of(RecommendationAnswer answer)
    {
        if (!Idle.TryTake(out var writer))
            writer = new();
        writer._length = 0;
        writer.Write(answer);
        return writer;
    }

    /// <summary>Gives the memory back for the next answer.</summary>
    public void Dispose()
    {
        if (_bytes.Length <= MostKept)
            Idle.Add(this);
    }

    private void Write(RecommendationAnswer answer)
    {
        Write("{\"user\":"u8);
        Write(answer.User);
        Write(",\"at\":\""u8);
        Write(answer.At);
        Write("\",\"level\":"u8);
        Write(Levels[(int)answer.Level]);
        Write(",\"model_version\":"u8);
        Write(answer.ModelVersion);
        Write(",\"items\":["u8);
        for (var i = 0; i < answer.Items.Count; i++)
            Write(answer.Items[i], first: i == 0);
        Write("]}"u8);
    }

    private void Write(Recommendation item, bool first)
    {
        Write(first ? "{\"rank\":"u8 : ",{\"rank\":"u8);
        Write(item.Rank);
        Write(",\"type\":"u8);
        Write(item.Type);
        Write(",\"value\":"u8);
        Write(item.Value);
        Write(",\"expected_strength\":"u8);
        WriteOrNull(item.ExpectedStrength);
        Write(",\"class_probabilities\":"u8);
        WriteOrNull(item.ClassProbabilities);
        Write(",\"choice_probability\":"u8);
        WriteOrNull(item.ChoiceProbability);
        Write(",\"confidence\":"u8);
        Write(item.Confidence);
        Write(",\"reason\":"u8);
        Write(item.Reason);
        Write("}"u8);
    }

    private void WriteOrNull(IReadOnlyList<float>? numbers)
    {
        if (numbers is null)
        {
            Write("null"u8);
            return;
        }

        for (var i = 0; i < numbers.Count; i++)
        {
            Write(i == 0 ? "["u8 : ","u8);
            Write(numbers[i]);
        }

        Write(numbers.Count == 0 ? "[]"u8 : "]"u8);
    }

    private void WriteOrNull(float? number)
    {
        if (number is { } value)
            Write(value);
        else
            Write("null"u8);
    }

    private void Write(float number)
    {
        Reserve(BytesOfNumber);
        if (!ShortestFloat.TryWrite(number, Rest, out var length) && !(float.IsFinite(number) && number.TryFormat(Rest, out length, default, CultureInfo.InvariantCulture)))
            throw new InvalidOperationException($"{number} is no number that JSON can say.");
        _length += length;
    }

    private void Write(long number)
    {
        Reserve(BytesOfNumber);
        number.TryFormat(Rest, out var length, default, CultureInfo.InvariantCulture);
        _length += length;
    }

    // ISO 8601 with an offset, without zeros at the end of a second's fraction
    private void Write(DateTimeOffset moment)
    {
        const int Second = 19, Offset = 27;
        Reserve(BytesOfMoment);
        moment.TryFormat(Rest, out _, "O", CultureInfo.InvariantCulture);
        var kept = Rest[..Offset].TrimEnd((byte)'0').Length;
        kept = kept <= Second + 1 ? Second : kept;
        Rest[Offset..BytesOfMoment].CopyTo(Rest[kept..]);
        _length += kept + BytesOfMoment - Offset;
    }

    private void Write(string text)
    {
        Reserve((text.Length * MostBytesOfCharacter) + 2);
        _bytes[_length++] = (byte)'"';
        var length = Encoding.UTF8.GetBytes(text, Rest);
        if (Escapes.FindFirstCharacterToEncodeUtf8(Rest[..length]) >= 0)
            length = Encoding.UTF8.GetBytes(Escapes.Encode(text), Rest);
        _length += length;
        _bytes[_length++] = (byte)'"';
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(Rest);
        _length += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length < bytes)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + bytes));
    }
}
