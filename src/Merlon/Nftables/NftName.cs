using System.Security.Cryptography;
using System.Text;

namespace Merlon.Nftables;

/// <summary>
/// A name in a ruleset: letters, digits and underscores, never a word of the nft grammar. Ordered ordinally.
/// </summary>
public sealed record NftName : IComparable<NftName>
{
    const int HashDigits = 12;

    // Names are looked up far more often than made.
    readonly int _hash;

    NftName(string text) => (Text, _hash) = (text, string.GetHashCode(text, StringComparison.Ordinal));

    public string Text { get; }

    /// <summary>A name of our own: a literal of the code, with an underscore so that it is no word of the grammar.</summary>
    /// <exception cref="ArgumentException">The name has no underscore or other characters than the allowed ones.</exception>
    public static NftName Fixed(string text)
    {
        if (!text.Contains('_', StringComparison.Ordinal) || !text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
        {
            throw new ArgumentException($"`{text}` is no name of a ruleset.", nameof(text));
        }
        return new NftName(text);
    }

    /// <summary>A name by content: user text reaches the kernel as a hash only.</summary>
    /// <param name="prefix">What it names, in letters.</param>
    /// <param name="content">The canonical text of what it stands for.</param>
    public static NftName ByContent(string prefix, string content)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(content));
        return Fixed($"{prefix}_{Convert.ToHexStringLower(hash)[..HashDigits]}");
    }

    public bool Equals(NftName? other) => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Text == other.Text);

    public override int GetHashCode() => _hash;

    public int CompareTo(NftName? other) => string.CompareOrdinal(Text, other?.Text);

    public override string ToString() => Text;
}
