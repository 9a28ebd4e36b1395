using Merlon.Linux.Netlink;

namespace Merlon.Linux.Tests.Netlink;

public class NetlinkMessages
{
    const ushort Type = 0xa06;
    const byte Family = 1;

    [Fact]
    public void What_was_written_is_read()
    {
        var writer = new NetlinkWriter();
        using (writer.Message(Type, NetlinkFlags.Create, 7, Family))
        {
            writer.Text(1, "merlon_a");
            using (writer.Nest(2))
            {
                writer.UInt32(3, 0x01020304);
                writer.Bytes(4, [9]);
            }
            writer.Bytes(5, []);
        }
        var message = Assert.Single(NetlinkMessage.ReadAll(writer.Written.ToArray()));
        Assert.Equal((Type, NetlinkFlags.Create | NetlinkFlags.Request, 7u), (message.Type, message.Flags, message.Sequence));
        Assert.Equal("merlon_a", message.Attributes.Text(1));
        Assert.Equal(0x01020304u, message.Attributes.Nested(2).UInt32(3));
        Assert.Equal([9], message.Attributes.Nested(2).Bytes(4).ToArray());
        Assert.True(message.Attributes.TryGet(5, out var empty) && empty.Value.IsEmpty);
        Assert.Null(message.Attributes.UInt32(6));
    }

    [Fact]
    public void Values_are_aligned_and_padded_with_zeros_whatever_was_there_before()
    {
        var writer = new NetlinkWriter();
        using (writer.Message(Type, NetlinkFlags.None, 1, Family)) writer.Bytes(1, Enumerable.Repeat((byte)0xff, 40).ToArray());
        writer.Clear();
        using (writer.Message(Type, NetlinkFlags.None, 1, Family)) writer.Bytes(1, [0xff]);
        Assert.Equal([28, 0, 0, 0, 6, 10, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0, 1, 0, 0xff, 0, 0, 0], writer.Written.ToArray());
    }

    [Fact]
    public void Many_messages_are_read_in_order()
    {
        var writer = new NetlinkWriter();
        for (var i = 0u; i < 10_000; i++)
        {
            using var message = writer.Message(Type, NetlinkFlags.None, i, Family);
            writer.UInt32(1, i);
        }
        Assert.Equal(Enumerable.Range(0, 10_000), NetlinkMessage.ReadAll(writer.Written.ToArray()).Select(message => (int)message.Attributes.UInt32(1)!.Value));
    }

    [Fact]
    public void An_attribute_that_netlink_cannot_say_is_a_wrong_call()
    {
        var writer = new NetlinkWriter();
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Attribute(1, NetlinkWriter.MaxAttributeLength));
        Assert.Throws<InvalidOperationException>(() =>
        {
            using var nest = writer.Nest(1);
            writer.Attribute(2, 40_000);
            writer.Attribute(3, 40_000);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(23)]
    [InlineData(31)]
    public void What_is_cut_off_is_not_read(int length)
    {
        var writer = new NetlinkWriter();
        using (writer.Message(Type, NetlinkFlags.None, 1, Family))
        {
            writer.UInt32(1, 1);
            writer.UInt32(2, 2);
        }
        Assert.Empty(NetlinkMessage.ReadAll(writer.Written[..length].ToArray()));
        var attributes = new NetlinkAttributes(writer.Written[20..]);
        Assert.Equal(2u, attributes.UInt32(2));
        var cut = new NetlinkAttributes(writer.Written[20..Math.Max(20, length)]);
        Assert.Null(cut.UInt32(2));
    }
}
