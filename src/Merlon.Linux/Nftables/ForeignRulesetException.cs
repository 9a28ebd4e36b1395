using Merlon.Nftables;

namespace Merlon.Linux.Nftables;

/// <summary>A table in the kernel holds something that is never written here: somebody else changed it.</summary>
public sealed class ForeignRulesetException : Exception
{
    internal ForeignRulesetException(string what)
        : base($"Somebody else wrote {what}.")
    {
    }

    /// <summary>A name read from the kernel.</summary>
    /// <exception cref="ForeignRulesetException">It is none that can be given here.</exception>
    internal static NftName OwnName(string text)
    {
        try
        {
            return NftName.Fixed(text);
        }
        catch (ArgumentException)
        {
            throw new ForeignRulesetException($"`{text}`");
        }
    }
}
