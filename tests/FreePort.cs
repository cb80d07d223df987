using System.Net;
using System.Net.Sockets;

namespace PoppyUniverse.Testing;

/// <summary>
/// A port for a server that has to keep it when it is started again. It lies below the ports that systems give to clients
/// and to listeners that ask for any (from 32,768 on Linux), so that no other test gets it by chance in between.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int End = 32_000;

    /// <summary>One that nobody listens at.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken
            }
        }
    }
}
