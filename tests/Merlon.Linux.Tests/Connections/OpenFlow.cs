using System.Net;
using System.Net.Sockets;

namespace Merlon.Linux.Tests.Connections;

/// <summary>A connection over TCP or UDP that has been used in both directions.</summary>
sealed class OpenFlow : IDisposable
{
    const int Patience = 30_000;

    readonly Socket _client;
    readonly Socket _server;

    /// <param name="crossing">Where it goes through.</param>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="from">The client's address.</param>
    /// <param name="to">The server's address.</param>
    /// <param name="by">The address that the client connects to, where it is another one.</param>
    public OpenFlow(Crossing crossing, ProtocolType protocol, string from, string to, string? by = null)
    {
        var type = protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram;
        var (source, destination) = (IPAddress.Parse(from), IPAddress.Parse(to));
        var listener = crossing.Of(to).RunInside(() => new Socket(destination.AddressFamily, type, protocol));
        listener.Bind(new IPEndPoint(destination, 0));
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _client = crossing.Of(from).RunInside(() => new Socket(source.AddressFamily, type, protocol));
        _client.Bind(new IPEndPoint(source, 0));
        if (type == SocketType.Stream) listener.Listen();
        _client.Connect(IPAddress.Parse(by ?? to), port);
        if (type == SocketType.Stream)
        {
            _server = listener.Accept();
            listener.Dispose();
        }
        else
        {
            _server = listener;
            _server.Connect(_client.LocalEndPoint!);
        }
        _client.ReceiveTimeout = _server.ReceiveTimeout = Patience;
        Assert.True(Passes(fromClient: true));
        Assert.True(Passes(fromClient: false));
    }

    /// <summary>Sends, and says whether it arrives.</summary>
    public bool Passes(bool fromClient)
    {
        Send(fromClient);
        return HasArrived(fromClient);
    }

    public void Send(bool fromClient)
    {
        try
        {
            (fromClient ? _client : _server).Send([7]);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            // What the output hook drops the kernel tells the sender.
        }
    }

    /// <summary>Waits for what was sent, also before; TCP sends it again and again.</summary>
    public bool HasArrived(bool fromClient)
    {
        try
        {
            return (fromClient ? _server : _client).Receive(new byte[100]) > 0;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            return false;
        }
    }

    /// <summary>Whether something is there now.</summary>
    public bool HasSomething(bool fromClient) => (fromClient ? _server : _client).Available > 0;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }
}
