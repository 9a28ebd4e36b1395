using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Apis.CalicoV3;

/// <summary>A rule as written: everything that it names must hold.</summary>
public sealed record CalicoRuleSpec
{
    public required RuleAction Action { get; init; }

    public required IpFamily? IpVersion { get; init; }

    public required CalicoProtocol? Protocol { get; init; }

    public required CalicoProtocol? NotProtocol { get; init; }

    public required IcmpSpec? Icmp { get; init; }

    public required IcmpSpec? NotIcmp { get; init; }

    public required EntitySpec Source { get; init; }

    public required EntitySpec Destination { get; init; }

    /// <summary>The requests that it speaks of, in words; null where it says nothing about requests.</summary>
    public required string? Http { get; init; }

    public required Place Place { get; init; }
}

/// <summary>A protocol, and how it was written: a name of an ICMP binds the IP version.</summary>
public sealed record CalicoProtocol(Protocol Value, bool IsName, Place Place);

/// <summary>An ICMP message; a null type is any.</summary>
public sealed record IcmpSpec(byte? Type, byte? Code, Place Place);
