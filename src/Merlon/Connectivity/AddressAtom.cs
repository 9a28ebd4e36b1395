using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity;

/// <summary>
/// Addresses that no policy tells apart: a block without the blocks inside it that are told apart from it.
/// </summary>
/// <param name="Block">The block.</param>
/// <param name="Without">Disjoint blocks inside it that are not meant, ordered.</param>
/// <param name="Sample">The lowest address that is meant.</param>
public sealed record AddressAtom(Cidr Block, ImmutableArray<Cidr> Without, IpAddress Sample)
{
    /// <summary><c>10.0.0.0/8 except 10.1.0.0/16</c>; single addresses without prefix.</summary>
    public override string ToString()
    {
        var text = Block.PrefixLength == Block.First.Bits ? Block.First.ToString() : Block.ToString();
        return Without.IsEmpty ? text : $"{text} except {string.Join(", ", Without)}";
    }
}
