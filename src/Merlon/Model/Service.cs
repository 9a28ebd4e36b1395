using System.Collections.Immutable;
using Merlon.Diagnostics;

namespace Merlon.Model;

/// <summary>A Service with its backends resolved.</summary>
public sealed record Service
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required ServiceType Type { get; init; }

    /// <summary>Its cluster addresses; empty for a headless service.</summary>
    public ImmutableArray<IpAddress> ClusterIPs { get; init; } = [];

    /// <summary>Whether clients find the pods themselves by name, without translation of address or port.</summary>
    public bool IsHeadless { get; init; }

    /// <summary>Whether <c>externalTrafficPolicy: Local</c> keeps the client's address.</summary>
    public bool KeepsClientAddress { get; init; }

    public ImmutableArray<ServicePort> Ports { get; init; } = [];

    public required SourceLocation Location { get; init; }

    /// <summary><c>svc/namespace/name</c>.</summary>
    public override string ToString() => $"svc/{Namespace}/{Name}";
}
