using System.Collections.Immutable;
using System.Security.Cryptography;
using Merlon.Lab.Hosts;
using Merlon.Lab.Kernel;
using Merlon.Lab.Networks;
using Merlon.Lab.Planning;
using Merlon.Lab.Probing;
using Merlon.Lab.State;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Lab;

/// <summary>A lab in the kernel of this machine. Not safe for concurrent use.</summary>
public sealed class Lab
{
    readonly LabFolder _folder;

    Lab(LabFolder folder, LabState state, LabPlan plan) => (_folder, State, Plan) = (folder, state, plan);

    public LabState State { get; private set; }

    public LabPlan Plan { get; private set; }

    /// <summary>
    /// Makes the namespaces and their network, and makes sure that packets get through it; no policy is in force yet. On
    /// failure nothing is left.
    /// </summary>
    /// <param name="folder">Remembers the lab.</param>
    /// <param name="input">The manifests that the snapshot comes from.</param>
    /// <param name="snapshot">The cluster and its policies.</param>
    /// <param name="options">What the lab is to be.</param>
    /// <param name="staysUp">Whether it outlives this process.</param>
    /// <param name="cancellation">Ends the work; what was made is removed.</param>
    public static Lab Build(
        LabFolder folder, LabInput input, Snapshot snapshot, LabOptions options, bool staysUp, CancellationToken cancellation)
    {
        var plan = LabPlan.From(snapshot.Cluster, snapshot.Policies, options, snapshot.Firewalls);
        ImmutableArray<HostRules> hosts = [.. HostRules.Of(snapshot.Firewalls)];
        var topology = Topology.Of(plan);
        var id = NewId();
        var state = new LabState
        {
            Id = id,
            Owner = staysUp ? 0 : Environment.ProcessId,
            OwnerStart = staysUp ? "" : ProcessStart.Of(Environment.ProcessId) ?? "",
            Network = options.Network.ToString().ToLowerInvariant(),
            Ports = [.. options.Ports.Select(port => port.ToString())],
            Outside = [.. options.Outside.Select(address => address.ToString())],
            Namespaces = [.. topology.Namespaces.Select(netns => LabState.PrefixOf(id) + netns)],
            Cluster = staysUp ? input.Store() : [],
            Hosts = [.. hosts.Select(rules => new StoredHostRules(rules.Node, rules.Family == IpFamily.IPv6, rules.Text))],
            ServerVersion = input.Options.ServerVersion.ToString(),
            FieldValidation = input.Options.FieldValidation.ToString(),
            Channel = input.Options.Channel?.ToString() ?? "",
            Domains = [.. input.Options.Domains.Entries.Select(entry => $"{entry.Key}={entry.Value}")],
            EnforcesStaged = input.Options.EnforcesStaged,
            HasCalicoBackstop = input.Options.HasCalicoBackstop,
            IsCalicoCommercial = input.Options.CalicoEdition == CalicoEdition.Commercial,
        };
        var lab = new Lab(folder, state, plan);
        folder.Save(state);
        try
        {
            NetworkBuilder.Build(topology, state.Prefix, cancellation);
            lab.CheckNetwork(cancellation);
        }
        catch
        {
            lab.Remove();
            throw;
        }
        return lab;
    }

    /// <summary>A lab that is up, with the policies that are in force.</summary>
    public static Lab Open(LabFolder folder, LabState state, LabOptions options)
    {
        var snapshot = Restore(state);
        return new Lab(folder, state, LabPlan.From(snapshot.Cluster, snapshot.Policies, options, snapshot.Firewalls));
    }

    /// <summary>Removes what a lab has made, also after its process died.</summary>
    public static void Remove(LabFolder folder, LabState state)
    {
        NetworkBuilder.Remove(state.Namespaces);
        folder.Forget(state);
    }

    /// <summary>Whether nobody will remove this lab any more: its process is gone.</summary>
    public static bool IsAbandoned(LabState state) =>
        !state.StaysUp && ProcessStart.Of(state.Owner) != state.OwnerStart;

    public void Remove() => Remove(_folder, State);

    /// <summary>The full name of the network namespace that a place is in.</summary>
    public string NetnsOf(LabPlace place) => State.Prefix + place.Netns;

    /// <summary>Runs a program where a place is, with this process's input and output; gives its exit code.</summary>
    public int Execute(LabPlace place, IEnumerable<string> command) =>
        Tool.Attach("ip", ["netns", "exec", NetnsOf(place), .. command]);

    /// <summary>The rulesets of all nodes, by node.</summary>
    public ImmutableArray<KeyValuePair<LabPlace, NftTable>> Compile() =>
        [.. Plan.Nodes.Select(node => KeyValuePair.Create(node, Plan.Ruleset(node.Node ?? node.Name)))];

    /// <summary>Puts the policies in force on all nodes.</summary>
    public RulesetCounts Enforce(ImmutableArray<KeyValuePair<LabPlace, NftTable>> rulesets)
    {
        foreach (var (node, table) in rulesets) RulesetLoader.Load(State.Prefix + node.Netns, table);
        var hosts = HostsOf(State);
        HostRulesLoader.Load(Plan, hosts, State.Prefix);
        if (Plan.IsMasquerading && hosts.IsEmpty) PodMasquerade.Load(Plan, State.Prefix);
        return RulesetCounts.Of([.. rulesets.Select(entry => entry.Value)]);
    }

    /// <summary>The ruleset that is in force on a node, as nft prints it.</summary>
    public string InForce(LabPlace node) =>
        Tool.Run("ip", ["netns", "exec", State.Prefix + node.Netns, Tools.Find("nft"), "list", "ruleset"]);

    /// <summary>Remembers other policies for the same cluster, and plans by them; <see cref="Enforce"/> puts them in force.</summary>
    public void ChangePolicies(LabInput input)
    {
        State = State with { Policies = input.Store() };
        var snapshot = Restore(State);
        Plan = LabPlan.From(snapshot.Cluster, snapshot.Policies, Plan.Options, snapshot.Firewalls);
        _folder.Save(State);
    }

    /// <summary>Sends all packets of the plan.</summary>
    /// <param name="progress">Is told how many have been sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public ImmutableArray<ProbeResult> Probe(Action<int> progress, CancellationToken cancellation)
    {
        var ports = new SourcePorts(Plan.Ports.Ports, State.NextPort);
        var results = ProbeRun.Run(Plan, State.Prefix, ports, progress, cancellation);
        State = State with { NextPort = ports.Next };
        _folder.Save(State);
        return results;
    }

    void CheckNetwork(CancellationToken cancellation)
    {
        var ports = new SourcePorts(Plan.Ports.Ports, State.NextPort);
        var results = ProbeRun.Run(Plan.WithoutPolicies(), State.Prefix, ports, _ => { }, cancellation);
        var lost = results.FirstOrDefault(result => !result.IsAsPredicted);
        State = State with { NextPort = ports.Next };
        if (lost is not null)
        {
            throw new LabException($"the lab's own network fails: without any policy {lost.Probe.Flow} was {(lost.HasArrived ? "not answered" : "not delivered")}");
        }
    }

    // Nobody's yet: what is removed under a lab's prefix is all its own.
    static string NewId()
    {
        while (true)
        {
            var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(2));
            if (!Directory.Exists(NetnsThread.Folder) || !Directory.EnumerateFiles(NetnsThread.Folder, LabState.PrefixOf(id) + "*").Any())
            {
                return id;
            }
        }
    }

    static ImmutableArray<HostRules> HostsOf(LabState state) =>
        [.. state.Hosts.Select(host => new HostRules(host.Node, host.IsV6 ? IpFamily.IPv6 : IpFamily.IPv4, host.Text))];

    static Snapshot Restore(LabState state) => RestoreManifests(state).With(HostRules.Read(HostsOf(state)), []);

    static Snapshot RestoreManifests(LabState state)
    {
        var cluster = LabInput.Restore(state.Cluster, state).Read();
        if (state.Policies is null) return Snapshot.From(cluster);
        var policies = LabInput.Restore(state.Policies, state).Read();
        return Snapshot.From(cluster.Resources with { Policies = policies.Resources.Policies }, policies.Unread);
    }
}
