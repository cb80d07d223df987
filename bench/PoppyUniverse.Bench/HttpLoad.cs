using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PoppyUniverse.Bench;

/// <summary>
/// Requests over some connections of this machine, one after the other on each, with as little work of the client as can
/// be: requests are made before, answers are read to their end and not looked at but for their status.
/// </summary>
internal sealed class HttpLoad(int port, int connections)
{
    /// <summary>Requests a second and the duration that 99 of 100 stay below, in milliseconds.</summary>
    public (double Rate, double P99) Run(Func<int, string> path, TimeSpan duration)
    {
        byte[][] requests = [.. Enumerable.Range(0, 2_000).Select(i => Encoding.ASCII.GetBytes($"GET {path(i)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"))];
        var all = Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(() => AskAsync(connection, requests, duration)))).GetAwaiter().GetResult().SelectMany(times => times).Order().ToArray();
        return (all.Length / duration.TotalSeconds, all[(int)(all.Length * 0.99)]);
    }

    private async Task<List<double>> AskAsync(int connection, byte[][] requests, TimeSpan duration)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var (times, buffer, clock) = (new List<double>(), new byte[1 << 16], Stopwatch.StartNew());
        for (var i = connection * 7; clock.Elapsed < duration; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await socket.SendAsync(requests[i % requests.Length]);
            await ReadAsync(socket, buffer);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private static async Task ReadAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read;
            if (read == 0 || !buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8))
                throw new InvalidOperationException("Answered: " + Encoding.ASCII.GetString(buffer, 0, Math.Min(length, 200)));
            if (IsWhole(buffer.AsSpan(0, length)))
                return;
        }
    }

    // ended by an empty chunk, or as long as its header says
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        if (answer.EndsWith("\r\n0\r\n\r\n"u8))
            return true;
        var (body, field) = (answer.IndexOf("\r\n\r\n"u8) + 4, answer.IndexOf("Content-Length: "u8));
        return body >= 4 && field >= 0 && field < body && Utf8Parser.TryParse(answer[(field + 16)..], out int length, out _) && answer.Length == body + length;
    }
}
