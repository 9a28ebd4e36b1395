using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Merlon.Model;

namespace Merlon.Policies.Firewalls;

/// <summary>All chains that the packets of one IP version can meet on a host. Immutable.</summary>
public sealed class FirewallRuleset
{
    readonly FrozenDictionary<(string Table, string Name), FirewallChain> _chains;

    /// <param name="family">The IP version.</param>
    /// <param name="chains">The chains, distinct by table and name. Base chains of one hook in the order in which
    /// packets meet them.</param>
    public FirewallRuleset(IpFamily family, IEnumerable<FirewallChain> chains)
    {
        Family = family;
        Chains = [.. chains];
        _chains = Chains.ToFrozenDictionary(chain => (chain.Table, chain.Name));
    }

    public IpFamily Family { get; }

    public ImmutableArray<FirewallChain> Chains { get; }

    /// <summary>The base chains that a packet meets at the hook, in order.</summary>
    public IEnumerable<FirewallChain> At(FirewallHook hook) => Chains.Where(chain => chain.Hook == hook);

    public bool TryGet(string table, string name, [NotNullWhen(true)] out FirewallChain? chain) =>
        _chains.TryGetValue((table, name), out chain);
}
