using System.Text;
using Merlon.Linux.Netlink;
using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>Comments of rules: type, length, text and zero, as nft reads them.</summary>
static class RuleComment
{
    const byte CommentType = 0;
    const int HeaderLength = 2;

    /// <exception cref="ArgumentException">The comment is too long.</exception>
    public static void Write(NetlinkWriter writer, string comment)
    {
        if (comment.Length == 0) return;
        var length = Encoding.UTF8.GetByteCount(comment);
        if (length > NftRule.MaxCommentBytes)
        {
            throw new ArgumentException($"A comment of {length} bytes is longer than {NftRule.MaxCommentBytes}.", nameof(comment));
        }
        var data = writer.Attribute(RuleAttribute.UserData, HeaderLength + length + 1);
        data[0] = CommentType;
        data[1] = (byte)(length + 1);
        Encoding.UTF8.GetBytes(comment, data[HeaderLength..]);
    }

    /// <summary>The comment among the data of a rule; empty where there is none.</summary>
    public static string Read(ReadOnlySpan<byte> data)
    {
        while (data.Length >= HeaderLength && data.Length >= HeaderLength + data[1])
        {
            var value = data.Slice(HeaderLength, data[1]);
            if (data[0] == CommentType) return Encoding.UTF8.GetString(value.TrimEnd((byte)0));
            data = data[(HeaderLength + value.Length)..];
        }
        return "";
    }
}
