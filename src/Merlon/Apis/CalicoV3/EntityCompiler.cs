using System.Collections.Immutable;
using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>Turns what a rule says about one end into demands, all of which must hold.</summary>
/// <param name="home">The policy's namespace; null for a global policy.</param>
sealed class EntityCompiler(string? home)
{
    /// <summary>Alternatives for the end; negated, none of them may be it.</summary>
    public sealed record Demand(ImmutableArray<Peer> Peers, bool IsNegated);

    public IReadOnlyList<Demand> Compile(EntitySpec entity)
    {
        var demands = new List<Demand>();
        if (!entity.Nets.IsEmpty) demands.Add(new Demand(Blocks(entity.Nets), false));
        if (Selected(entity) is { } selected) demands.Add(new Demand([Labelled(selected, entity)], false));
        if (!entity.Domains.IsEmpty) demands.Add(new Demand([.. entity.Domains.Select(domain => new Peer.Domain(domain.Pattern, domain.Place.Location))], false));
        if (entity.Service is { } service)
        {
            demands.Add(new Demand(
                [new Peer.Backends(service.Namespace ?? home!, service.Name, service.Place.Location)], false));
        }
        if (!entity.NotNets.IsEmpty) demands.Add(new Demand(Blocks(entity.NotNets), true));
        // Beside another selector, notSelector narrows it; alone in a global policy it excludes addresses.
        if (entity.NotSelector is { } excluded && Selected(entity) is null)
        {
            demands.Add(new Demand([Labelled(excluded.Formula, entity)], true));
        }
        return demands;
    }

    // What the end's labels must be; null where only addresses matter.
    LabelFormula? Selected(EntitySpec entity)
    {
        var things = new[] { Accounts(entity.ServiceAccounts), entity.Selector?.Formula }.OfType<LabelFormula>().ToList();
        if (things.Count == 0 && entity.NamespaceSelector is null && (home is null || entity.NotSelector is null)) return null;
        var scope = entity.NamespaceSelector?.Formula ?? (home is null ? null : CalicoCompiler.InNamespace(home));
        if (scope is not null) things.Insert(0, scope);
        if (entity.NotSelector is { } excluded) things.Add(LabelFormula.Not(excluded.Formula));
        return LabelFormula.And([.. things]);
    }

    static LabelFormula? Accounts(ServiceAccountsSpec? accounts)
    {
        if (accounts is null) return null;
        var parts = new List<LabelFormula>();
        if (!accounts.Names.IsEmpty) parts.Add(LabelFormula.In(SelectorKeys.ServiceAccount, accounts.Names));
        if (accounts.Selector is { } selector) parts.Add(selector.Formula);
        return LabelFormula.And([.. parts]);
    }

    static Peer.Labelled Labelled(LabelFormula formula, EntitySpec entity) => new(formula, entity.Place.Location);

    static ImmutableArray<Peer> Blocks(ImmutableArray<NetSpec> nets) =>
        [.. nets.Select(net => new Peer.Block(net.Value, [], net.Place.Location))];
}
