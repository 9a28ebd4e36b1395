using System.Collections.Immutable;
using System.Text;

namespace Merlon.Nftables;

/// <summary>A rule: all conditions must hold for its action. A closed family.</summary>
/// <param name="Matches">The conditions, in order.</param>
/// <param name="Comment">Where it comes from, for people: at most 128 bytes; empty for none.</param>
public abstract record NftRule(ImmutableArray<NftMatch> Matches, string Comment)
{
    /// <summary>The group that copies of packets go to, of which a host has 65,536.</summary>
    public const ushort LogGroup = 9465;

    /// <summary>The kernel's limit on comments.</summary>
    public const int MaxCommentBytes = 128;

    /// <summary>The text as a comment, cut at the kernel's limit. Names of objects are letters, digits, dots and hyphens.</summary>
    internal static string CommentOf(string text) =>
        Encoding.UTF8.GetByteCount(text) <= MaxCommentBytes ? text : text[..(MaxCommentBytes - 3)] + "...";

    /// <summary>The rule as nft reads it. Names by content rest on it: a list in a record does not print its elements.</summary>
    public sealed override string ToString() => NftText.RuleText(this);

    /// <summary>Ends in a verdict.</summary>
    public sealed record Decide(ImmutableArray<NftMatch> Matches, NftVerdict Verdict, string Comment) : NftRule(Matches, Comment)
    {
        /// <summary>
        /// What a copy of the packet carries to whoever listens to <see cref="LogGroup"/>: letters, digits and underscores, at
        /// most 127 bytes; empty for no copy.
        /// </summary>
        public string Log { get; init; } = "";

        public bool Equals(Decide? other) => other is not null
            && Matches.SequenceEqual(other.Matches) && Verdict == other.Verdict && (Comment, Log) == (other.Comment, other.Log);

        public override int GetHashCode() => HashCode.Combine(Matches.Length, Verdict, Comment);
    }

    /// <summary>Ends in the verdict that a map gives for a field; goes on where the map has none.</summary>
    public sealed record Dispatch(ImmutableArray<NftMatch> Matches, PacketField Field, NftName Map, string Comment) : NftRule(Matches, Comment)
    {
        public bool Equals(Dispatch? other) => other is not null
            && Matches.SequenceEqual(other.Matches) && Field == other.Field && Map == other.Map && Comment == other.Comment;

        public override int GetHashCode() => HashCode.Combine(Matches.Length, Field, Map, Comment);
    }

    /// <summary>Gives the bits of a mask, in the packet's own mark, a value, keeps the other bits, and goes on.</summary>
    public sealed record SetPacketMark(ImmutableArray<NftMatch> Matches, uint Mask, uint Value, string Comment) : NftRule(Matches, Comment)
    {
        public bool Equals(SetPacketMark? other) => other is not null
            && Matches.SequenceEqual(other.Matches) && (Mask, Value, Comment) == (other.Mask, other.Value, other.Comment);

        public override int GetHashCode() => HashCode.Combine(Matches.Length, Mask, Value, Comment);
    }

    /// <summary>Keeps the packet from being tracked, and goes on; only before connections are tracked.</summary>
    public sealed record NoTrack(ImmutableArray<NftMatch> Matches, string Comment) : NftRule(Matches, Comment)
    {
        public bool Equals(NoTrack? other) => other is not null && Matches.SequenceEqual(other.Matches) && Comment == other.Comment;

        public override int GetHashCode() => HashCode.Combine(Matches.Length, Comment);
    }

    /// <summary>
    /// Gives the bits of a mask, in the mark of the packet's connection, a value, keeps the other bits, and goes on. Does
    /// nothing where nothing is tracked.
    /// </summary>
    public sealed record SetMark(ImmutableArray<NftMatch> Matches, uint Mask, uint Value, string Comment) : NftRule(Matches, Comment)
    {
        public bool Equals(SetMark? other) => other is not null
            && Matches.SequenceEqual(other.Matches) && (Mask, Value, Comment) == (other.Mask, other.Value, other.Comment);

        public override int GetHashCode() => HashCode.Combine(Matches.Length, Mask, Value, Comment);
    }
}
