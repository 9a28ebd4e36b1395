using System.Collections.Immutable;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>
/// Whether one part of a policy allows whatever another does, in every cluster: by its form, so that yes is always true.
/// </summary>
static class Coverage
{
    public static bool Covers(RuleSpec outer, RuleSpec inner) =>
        CoversAll(outer.Peers, inner.Peers, Covers) && CoversAll(outer.Ports, inner.Ports, Covers);

    public static bool Covers(PeerSpec outer, PeerSpec inner)
    {
        if (outer.IpBlock is { } block) return inner.IpBlock is { } part && Covers(block, part);
        if (inner.IpBlock is not null) return false;
        return Covers(outer.PodSelector, inner.PodSelector)
            && (outer.NamespaceSelector, inner.NamespaceSelector) switch
            {
                (null, null) => true,
                // The own namespace is one of all.
                ({ IsEmpty: true }, _) => true,
                ({ } all, { } some) => Covers(all, some),
                _ => false,
            };
    }

    public static bool Covers(PortSpec outer, PortSpec inner)
    {
        if (outer.EffectiveProtocol != inner.EffectiveProtocol) return false;
        if (outer.Port is null) return true;
        if (inner.Port is null) return false;
        if (outer.Port.Number is not { } first) return outer.Port.Text == inner.Port.Text;
        return inner.Port.Number is { } number && first <= number && (inner.EndPort ?? number) <= (outer.EndPort ?? first);
    }

    // An empty list of a rule stands for everything.
    static bool CoversAll<T>(ImmutableArray<T> outer, ImmutableArray<T> inner, Func<T, T, bool> covers)
    {
        if (outer.IsEmpty) return true;
        foreach (var part in inner)
        {
            if (!IsCovered(part, outer, covers)) return false;
        }
        return !inner.IsEmpty;
    }

    static bool IsCovered<T>(T part, ImmutableArray<T> outer, Func<T, T, bool> covers)
    {
        foreach (var other in outer)
        {
            if (covers(other, part)) return true;
        }
        return false;
    }

    // Fewer demands select more; a selector that is absent demands nothing.
    static bool Covers(LabelSelectorSpec? outer, LabelSelectorSpec? inner)
    {
        if (outer is null or { IsEmpty: true }) return true;
        if (inner is null) return false;
        var demanded = inner.ToExpression().Terms;
        return outer.ToExpression().Terms.All(term => demanded.Contains(term));
    }

    static bool Covers(IpBlockSpec outer, IpBlockSpec inner)
    {
        if (outer.Cidr.Value is not { } all || inner.Cidr.Value is not { } some || !all.Contains(some)) return false;
        var cut = outer.Except.Select(except => except.Value).OfType<Cidr>()
            .Where(except => except.Contains(some) || some.Contains(except))
            .ToList();
        return cut.TrueForAll(except => inner.Except.Any(own => own.Value is { } known && known.Contains(except)));
    }
}
