using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Apis.CalicoV3;

/// <summary>What a rule says about one end: everything that it names must hold; nothing named means anyone.</summary>
public sealed record EntitySpec
{
    public required ImmutableArray<NetSpec> Nets { get; init; }

    public required ImmutableArray<NetSpec> NotNets { get; init; }

    public required SelectorSpec? Selector { get; init; }

    public required SelectorSpec? NotSelector { get; init; }

    public required SelectorSpec? NamespaceSelector { get; init; }

    public required ServiceAccountsSpec? ServiceAccounts { get; init; }

    public required ServiceSpec? Service { get; init; }

    public required ImmutableArray<CalicoPortSpec> Ports { get; init; }

    public required ImmutableArray<CalicoPortSpec> NotPorts { get; init; }

    /// <summary>Domain names, of Calico's commercial editions.</summary>
    public required ImmutableArray<DomainSpec> Domains { get; init; }

    public required Place Place { get; init; }

    /// <summary>An end of which nothing is said.</summary>
    public static EntitySpec Anyone(Place place) => new()
    {
        Nets = [],
        NotNets = [],
        Selector = null,
        NotSelector = null,
        NamespaceSelector = null,
        ServiceAccounts = null,
        Service = null,
        Ports = [],
        NotPorts = [],
        Domains = [],
        Place = place,
    };
}

/// <summary>A block of addresses as written; a bare address is the block of one.</summary>
public sealed record NetSpec(string Text, Cidr Value, bool IsBare, Place Place);

/// <summary>Ports: a range of numbers, or a name. Exactly one of the two is set.</summary>
public sealed record CalicoPortSpec(PortRange? Range, string? Name, Place Place);

/// <summary>Accounts that pods run as: any of the names (if any), and the selector (if any).</summary>
public sealed record ServiceAccountsSpec(ImmutableArray<string> Names, SelectorSpec? Selector, Place Place);

/// <summary>A Service by name; without namespace, one of the policy's own.</summary>
public sealed record ServiceSpec(string Name, string? Namespace, Place Place);

/// <summary>A domain name as written.</summary>
public sealed record DomainSpec(DomainPattern Pattern, Place Place);
