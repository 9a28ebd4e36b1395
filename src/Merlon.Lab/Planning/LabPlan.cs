using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Nftables;
using Merlon.Policies;
using Merlon.Policies.Firewalls;

namespace Merlon.Lab.Planning;

/// <summary>
/// A whole lab on paper: who is where with which addresses, which packets are sent, and what the model says of each.
/// The same input gives the same plan. Immutable.
/// </summary>
public sealed class LabPlan
{
    static readonly IpFamily[] Families = [IpFamily.IPv4, IpFamily.IPv6];

    static readonly NftName Table = NftName.Fixed("merlon_lab");

    LabPlan(
        LabOptions options,
        Evaluator evaluator,
        ImmutableArray<LabPlace> places,
        PortChoice ports,
        ImmutableArray<Probe> probes,
        ImmutableArray<string> notes) =>
        (Options, Evaluator, Places, Ports, Probes, Notes) = (options, evaluator, places, ports, probes, notes);

    public LabOptions Options { get; }

    /// <summary>The cluster as the lab completes it, and its policies. Not for concurrent use.</summary>
    public Evaluator Evaluator { get; }

    /// <summary>Pods, then nodes, then the outside.</summary>
    public ImmutableArray<LabPlace> Places { get; }

    public PortChoice Ports { get; }

    public ImmutableArray<Probe> Probes { get; }

    /// <summary>What the lab adds to the input or leaves out, for people.</summary>
    public ImmutableArray<string> Notes { get; }

    public IEnumerable<LabPlace> Pods => Places.Where(place => place.Kind == PlaceKind.Pod);

    public IEnumerable<LabPlace> Nodes => Places.Where(place => place.Kind == PlaceKind.Node);

    /// <exception cref="LabException">There is nothing to make a lab of.</exception>
    public static LabPlan From(
        Cluster cluster, PolicySet policies, LabOptions options, HostFirewalls? firewalls = null)
    {
        var completed = CompletedCluster.From(cluster);
        var evaluator = new Evaluator(completed.Cluster, policies, null, firewalls);
        var ports = options.Ports.IsEmpty
            ? PortChoice.For(completed.Cluster, policies).With(options.Claimed)
            : new PortChoice(options.Ports, null, []);
        var outside = OutsideAddresses.Choose(completed.Cluster, policies);
        var notes = completed.Notes;
        if (outside.Length > OutsideAddresses.Most)
        {
            notes = notes.Add(
                $"of {outside.Length} outside addresses {OutsideAddresses.Most} are asked: --outside asks for others");
            outside = outside[..OutsideAddresses.Most];
        }
        if (!evaluator.Firewalls.IsEmpty)
        {
            notes = notes.Add(
                $"with the host rules of {string.Join(", ", evaluator.Firewalls.Nodes)}: another node sees a pod with the "
                    + "address of its node");
        }
        if (!completed.Cluster.HostEndpoints.IsEmpty)
        {
            notes = notes.Add(
                $"with {completed.Cluster.HostEndpoints.Length} host endpoint{(completed.Cluster.HostEndpoints.Length == 1 ? "" : "s")}: "
                    + "another node sees a pod with the address of its node");
        }
        if (UnresolvedNames.Tell(completed.Cluster, policies) is { } unresolved) notes = notes.Add(unresolved);
        var asked = options.Outside.Except(completed.Cluster.Endpoints.SelectMany(endpoint => endpoint.Addresses));
        var places = PlaceList.From(completed.Cluster, [.. outside.Union(asked)]);
        return new LabPlan(options, evaluator, places, ports, ProbesOf(places, ports, evaluator, options), notes);
    }

    /// <summary>What enforces the policies on a node.</summary>
    public NftTable Ruleset(string node) => RulesetCompiler.Compile(Evaluator, node, Table);

    /// <summary>
    /// The same lab before any policy is in force: of each pair with a denied packet the first, which must arrive then.
    /// Silence says something only where packets could get through.
    /// </summary>
    public LabPlan WithoutPolicies()
    {
        var denied = Probes.Where(probe => !probe.IsAllowed).DistinctBy(probe => (probe.From, probe.To, probe.Family));
        ImmutableArray<Probe> probes = [.. denied.Select((probe, index) => probe with { Index = index, Predicted = Verdict.Allow })];
        return new LabPlan(Options, Evaluator, Places, Ports, probes, Notes);
    }

    static ImmutableArray<Probe> ProbesOf(
        ImmutableArray<LabPlace> places, PortChoice ports, Evaluator evaluator, LabOptions options)
    {
        var probes = ImmutableArray.CreateBuilder<Probe>();
        foreach (var port in ports.Ports)
        {
            foreach (var from in places)
            {
                foreach (var to in places.Where(to => IsAsked(from, to, options)))
                {
                    foreach (var family in Families)
                    {
                        if (from.Address(family) is not { } source || to.Address(family) is not { } destination)
                        {
                            continue;
                        }
                        var index = evaluator.Cluster.Addresses;
                        var protocol = port.ProtocolIn(family);
                        var flow = new Flow(index.EndAt(source), index.EndAt(destination), protocol, port.Number)
                        {
                            Icmp = IcmpMessage.EchoRequest(protocol),
                        };
                        var result = evaluator.Evaluate(flow);
                        probes.Add(new Probe(probes.Count, from, to, port, flow, result.Verdict)
                        {
                            SeenSource = !Masquerades(evaluator) || to.Kind != PlaceKind.Node || from.Kind != PlaceKind.Pod
                                || from.Node == to.Node
                                    ? source
                                    : AddressOf(places, from.Node, family) ?? source,
                            ExpectsAnswer = !JudgesUntracked(evaluator, from.Node) && !JudgesUntracked(evaluator, to.Node),
                        });
                    }
                }
            }
        }
        return probes.ToImmutable();
    }

    /// <summary>Whether another node sees a pod with the address of its node: where nodes judge what they receive.</summary>
    public bool IsMasquerading => Masquerades(Evaluator);

    static bool Masquerades(Evaluator evaluator) => !evaluator.Firewalls.IsEmpty || !evaluator.Cluster.HostEndpoints.IsEmpty;

    static bool JudgesUntracked(Evaluator evaluator, string? node) => evaluator.Cluster.HostEndpoints.Any(host =>
        host.NodeName == node && !host.IsWildcard
        && evaluator.Policies.At(PolicyStage.Untracked).SelectMany(tier => tier.Policies).Any(policy => policy.Subject.Matches(host)));

    static IpAddress? AddressOf(ImmutableArray<LabPlace> places, string? node, IpFamily family) =>
        places.First(place => place.Kind == PlaceKind.Node && place.Node == node).Address(family);

    // What is outside on both ends, or one and the same, says nothing about the cluster.
    static bool IsAsked(LabPlace from, LabPlace to, LabOptions options)
    {
        if (ReferenceEquals(from, to) || (from.Kind == PlaceKind.Outside && to.Kind == PlaceKind.Outside)) return false;
        return options.Namespace is null || from.Namespace == options.Namespace || to.Namespace == options.Namespace;
    }
}
