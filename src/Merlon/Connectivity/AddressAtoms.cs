using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Policies;
using Merlon.Policies.Firewalls;

namespace Merlon.Connectivity;

/// <summary>Cuts address space along the borders that policies and known addresses draw.</summary>
public static class AddressAtoms
{
    /// <summary>Every block that a policy or firewall names and every known address, distinct and ordered.</summary>
    public static ImmutableArray<Cidr> Borders(Cluster cluster, PolicySet policies, HostFirewalls firewalls) =>
    [
        .. PolicyBlocks(policies)
            .Concat(HostBorders.Blocks(cluster))
            .Concat(FirewallBorders.Blocks(firewalls))
            .Concat(NamedAddresses(cluster, policies).Select(Cidr.Of))
            .Concat(cluster.AddressGroups.SelectMany(group => group.Blocks))
            .Concat(cluster.Endpoints.SelectMany(endpoint => endpoint.Addresses).Select(Cidr.Of))
            .Distinct()
            .Order(),
    ];

    /// <summary>Every block that a policy names, exceptions included.</summary>
    public static IEnumerable<Cidr> PolicyBlocks(PolicySet policies) =>
        from policy in policies.AllPolicies
        from rule in policy.AllRules
        from block in rule.AllPeers.OfType<Peer.Block>()
        from cidr in block.Except.Prepend(block.Cidr)
        select cidr;

    /// <summary>The known addresses of every domain name that a policy names.</summary>
    public static IEnumerable<IpAddress> NamedAddresses(Cluster cluster, PolicySet policies) =>
        from policy in policies.AllPolicies
        from rule in policy.AllRules
        from domain in rule.AllPeers.OfType<Peer.Domain>()
        from address in cluster.Domains.Resolve(domain.Pattern)
        select address;

    /// <summary>
    /// The parts of the block: disjoint, together the whole of it, ordered by block. Blocks of the borders nest or are
    /// disjoint, so each part is a block without the next smaller ones inside it.
    /// </summary>
    /// <param name="block">What to cut.</param>
    /// <param name="borders">Distinct blocks in order, of any family.</param>
    public static IEnumerable<AddressAtom> Split(Cidr block, ImmutableArray<Cidr> borders)
    {
        var inside = borders.Where(border => border != block && block.Contains(border)).ToList();
        var children = new Dictionary<Cidr, List<Cidr>> { [block] = [] };
        var open = new Stack<Cidr>([block]);
        foreach (var border in inside)
        {
            while (!open.Peek().Contains(border)) open.Pop();
            children[open.Peek()].Add(border);
            children[border] = [];
            open.Push(border);
        }
        foreach (var part in inside.Prepend(block))
        {
            if (LowestOutside(part, children[part]) is { } sample)
            {
                yield return new AddressAtom(part, [.. children[part]], sample);
            }
        }
    }

    // The lowest address of the block that is in none of its ordered, disjoint children; null where they cover it.
    static IpAddress? LowestOutside(Cidr block, List<Cidr> children)
    {
        var candidate = block.First;
        foreach (var child in children)
        {
            if (!child.Contains(candidate)) return candidate;
            if (child.Last == block.Last) return null;
            candidate = IpAddress.Create(block.Family, child.Last.Value + 1);
        }
        return candidate;
    }
}
