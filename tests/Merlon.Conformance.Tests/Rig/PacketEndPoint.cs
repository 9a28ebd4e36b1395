using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Merlon.Conformance.Tests.Rig;

/// <summary>An interface as the address of a packet socket (<c>sockaddr_ll</c>).</summary>
sealed class PacketEndPoint(int interfaceIndex, ushort etherType) : EndPoint
{
    public const ushort NoFrames = 0;
    public const ushort AllFrames = 3;

    const int Size = 20;

    public override AddressFamily AddressFamily => AddressFamily.Packet;

    public override SocketAddress Serialize()
    {
        var address = new SocketAddress(AddressFamily.Packet, Size);
        BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[2..], etherType);
        BinaryPrimitives.WriteInt32LittleEndian(address.Buffer.Span[4..], interfaceIndex);
        return address;
    }
}
