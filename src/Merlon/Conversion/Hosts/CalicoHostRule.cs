using System.Collections.Immutable;
using System.Globalization;
using Merlon.Model;
using Merlon.Policies.Firewalls;

namespace Merlon.Conversion.Hosts;

/// <summary>A rule of a host's firewall in the words of a Calico rule.</summary>
sealed record CalicoHostRule
{
    public required string Action { get; init; }

    public FirewallMatch.OfProtocol? Protocol { get; init; }

    public IpFamily? Version { get; init; }

    /// <summary>Sources, as blocks; empty for any.</summary>
    public ImmutableArray<Cidr> Sources { get; init; } = [];

    public bool AreSourcesNegated { get; init; }

    public FirewallMatch.Ports? SourcePorts { get; init; }

    public FirewallMatch.Ports? Ports { get; init; }

    public FirewallMatch.Icmp? Icmp { get; init; }

    /// <summary>Whether they differ in their sources alone, so that one rule with all sources says both.</summary>
    public bool IsAlike(CalicoHostRule other) =>
        !Sources.IsEmpty && !other.Sources.IsEmpty && !AreSourcesNegated && !other.AreSourcesNegated
        && (this with { Sources = [] }).Equals(other with { Sources = [] });

    public bool Equals(CalicoHostRule? other) => other is not null
        && (Action, Protocol, Version, AreSourcesNegated, SourcePorts, Ports, Icmp).Equals(
            (other.Action, other.Protocol, other.Version, other.AreSourcesNegated, other.SourcePorts, other.Ports, other.Icmp))
        && Sources.SequenceEqual(other.Sources);

    public override int GetHashCode() => HashCode.Combine(Action, Protocol, Version, Sources.Length, Ports, Icmp);

    /// <summary>The rule as YAML.</summary>
    /// <param name="sourceSet">The label of a GlobalNetworkSet that holds the sources; null to write them here.</param>
    public string ToYaml(string? sourceSet)
    {
        var fields = new List<string> { $"action: {Action}" };
        if (Version is { } version) fields.Add(string.Create(CultureInfo.InvariantCulture, $"ipVersion: {(int)version}"));
        if (Protocol is { } protocol)
        {
            fields.Add($"{(protocol.IsNegated ? "notProtocol" : "protocol")}: {protocol.Protocol}");
        }
        if (Icmp is { } icmp)
        {
            var code = icmp.Code is { } number ? $", code: {number}" : "";
            fields.Add($"{(icmp.IsNegated ? "notICMP" : "icmp")}: {{type: {icmp.Type}{code}}}");
        }
        var source = new List<string>();
        if (sourceSet is not null) source.Add($"selector: \"role == '{sourceSet}'\"");
        else if (!Sources.IsEmpty)
        {
            var nets = string.Join(", ", Sources.Select(block => $"\"{block}\""));
            source.Add($"{(AreSourcesNegated ? "notNets" : "nets")}: [{nets}]");
        }
        if (SourcePorts is { } sourcePorts) source.Add(PortList(sourcePorts));
        if (source.Count > 0) fields.Add($"source: {{{string.Join(", ", source)}}}");
        if (Ports is { } ports) fields.Add($"destination: {{{PortList(ports)}}}");
        return $"{{{string.Join(", ", fields)}}}";
    }

    static string PortList(FirewallMatch.Ports ports)
    {
        var list = ports.Ranges.Select(
            range => range.First == range.Last ? $"{range.First}" : $"\"{range.First}:{range.Last}\"");
        return $"{(ports.IsNegated ? "notPorts" : "ports")}: [{string.Join(", ", list)}]";
    }
}
