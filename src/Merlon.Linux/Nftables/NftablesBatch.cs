using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Merlon.Linux.Netlink;

namespace Merlon.Linux.Nftables;

/// <summary>The messages of one transaction, and what each of them is about.</summary>
sealed class NftablesBatch
{
    readonly List<(int Start, MessageSubject Subject)> _messages = [];
    uint _setIds;

    /// <param name="writer">Where to write; what it holds is cleared.</param>
    /// <param name="sequence">The number of the first message; the others follow.</param>
    public NftablesBatch(NetlinkWriter writer, uint sequence)
    {
        (Writer, FirstSequence) = (writer, sequence);
        writer.Clear();
        Edge(NetlinkType.BatchBegin, sequence);
    }

    public NetlinkWriter Writer { get; }

    public uint FirstSequence { get; }

    /// <summary>The number of the last message that does something.</summary>
    public uint LastSequence => FirstSequence + (uint)_messages.Count;

    /// <summary>Begins a message; disposing of the result ends it.</summary>
    public NetlinkWriter.Scope Message(ushort type, NetlinkFlags flags, MessageSubject subject)
    {
        _messages.Add((Writer.Length, subject));
        return Writer.Message(type, flags, LastSequence, NftMessage.Inet);
    }

    /// <summary>A number for a set that is new in this transaction.</summary>
    public uint NextSetId() => ++_setIds;

    /// <summary>Ends the transaction.</summary>
    public void Close()
    {
        Writer.Acknowledge(_messages[^1].Start);
        Edge(NetlinkType.BatchEnd, LastSequence + 1);
    }

    /// <summary>What the message of a fault is about, down to the element of a set where the kernel names it.</summary>
    public string Describe(NetlinkFault fault)
    {
        var index = (int)(fault.Sequence - FirstSequence) - 1;
        if (index < 0 || index >= _messages.Count) return "the transaction";
        var (start, subject) = _messages[index];
        var element = fault.Offset is { } offset ? ElementAt(Writer.Written[start..], offset) : null;
        return element is null ? subject.ToString() : $"{subject} element {element}";
    }

    void Edge(ushort type, uint sequence) => Writer.Message(type, NetlinkFlags.None, sequence, 0, NftMessage.SubsystemNumber).Dispose();

    static string? ElementAt(ReadOnlySpan<byte> message, int offset)
    {
        var type = MemoryMarshal.Read<ushort>(message[4..]);
        var length = MemoryMarshal.Read<int>(message);
        if (type is not (NftMessage.NewSetElement or NftMessage.DeleteSetElement) || offset < 0 || offset >= length) return null;
        foreach (var element in new NetlinkAttributes(message[offset..length]))
        {
            var key = element.Nested.Nested(ElementAttribute.Key).Bytes(DataAttribute.Value);
            return key.Length switch
            {
                sizeof(ushort) => $"{BinaryPrimitives.ReadUInt16BigEndian(key)}",
                4 or 16 => new IPAddress(key).ToString(),
                _ => null,
            };
        }
        return null;
    }
}
