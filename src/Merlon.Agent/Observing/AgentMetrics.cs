using Merlon.Kubernetes;
using Merlon.Nftables;
using Merlon.Policies;

namespace Merlon.Agent.Observing;

/// <summary>The metrics of an agent, named as people know them from others.</summary>
static class AgentMetrics
{
    public static string Write(NodeAgent agent, TimeProvider time)
    {
        var (report, counters, text) = (agent.Report, agent.Counters, new MetricsText());
        text.Each("merlon_agent_info", "gauge", "The node, and how far the agent goes.", [report], one => [("node", one.Options.Node), ("mode", $"{one.Options.Mode}")], _ => 1);
        text.Gauge("merlon_ready", "Whether the node is guarded as it should be.", Of(report.IsReady));
        text.Gauge("merlon_synced", "Whether everything there is to know was read once.", Of(report.IsSynced));
        text.Gauge("merlon_in_force", "Whether the kernel has what is wanted.", Of(report.IsInForce));
        text.Gauge("merlon_troubles", "How many things keep the node from being guarded as it should be.", report.Troubles.Length);
        text.Gauge("merlon_active_local_endpoints", "Pods of the node with a network of their own.", report.LocalPods);
        text.Gauge("merlon_active_host_endpoints", "Host endpoints of the node that are enforced.", report.HostEndpoints);
        text.Gauge("merlon_active_policies", "Policies of all APIs.", report.Policies);
        text.Gauge("merlon_active_tiers", "Tiers with policies.", report.Tiers);
        text.Gauge("merlon_ruleset_chains", "Chains of the ruleset.", report.Ruleset?.Chains ?? 0);
        text.Gauge("merlon_ruleset_rules", "Rules of the ruleset.", report.Ruleset?.Rules ?? 0);
        text.Gauge("merlon_ruleset_sets", "Sets of the ruleset.", report.Ruleset?.Sets ?? 0);
        text.Gauge("merlon_ruleset_elements", "Elements of its sets and maps.", report.Ruleset?.Elements ?? 0);
        text.Gauge("merlon_bridges_unfiltered", "Bridges of pods whose traffic does not meet the ruleset.", report.Bridges.Count(bridge => !bridge.IsFiltered));
        text.Gauge("merlon_last_change_timestamp_seconds", "When the kernel was changed last.", report.LastChange?.ToUnixTimeMilliseconds() / 1000.0 ?? 0);
        text.Counter("merlon_events_total", "Events that the agent took note of.", counters.Events);
        text.Histogram("merlon_dataplane_apply_time_seconds", "From an event to the kernel's acknowledgement.", counters.ApplyTime);
        text.Counter("merlon_dataplane_failures_total", "How often the kernel refused something.", counters.Failures);
        text.Counter("merlon_dataplane_foreign_changes_total", "How often somebody else changed the table, and it was mended.", counters.ForeignChanges);
        text.Each("merlon_reported_packets_total", "counter", "Packets that rules reported, by rule.", agent.Flows.Packets, Labels, entry => entry.Value);
        text.Counter("merlon_flow_log_lines_total", "Lines of the flow log.", agent.Flows.Lines);
        text.Counter("merlon_flow_log_shed_total", "Packets that were counted and got no line.", agent.Flows.WithoutLine);
        text.Counter("merlon_flow_log_lost_total", "Packets that the kernel could not hand over.", agent.Flows.Lost);
        WriteSources(text, agent.Sources, time);
        text.Gauge("process_resident_memory_bytes", "Memory that the agent has.", Environment.WorkingSet);
        text.Counter("process_cpu_seconds_total", "Processor time that the agent has used.", Environment.CpuUsage.TotalTime.TotalSeconds);
        return text.ToString();
    }

    static (string Label, string Value)[] Labels(KeyValuePair<FlowReport, long> entry) =>
    [
        ("verdict", entry.Key.IsDenial ? "deny" : "allow"),
        ("direction", entry.Key.Direction == Direction.Egress ? "egress" : "ingress"),
        ("because", entry.Key.Because),
    ];

    static void WriteSources(MetricsText text, IReadOnlyList<WatchState> sources, TimeProvider time)
    {
        if (sources.Count == 0) return;
        Each("merlon_api_connected", "gauge", "Whether a watch of the resource is open.", state => Of(state.IsConnected));
        Each("merlon_api_synced", "gauge", "Whether a complete list of the resource was seen once.", state => Of(state.IsSynced));
        Each("merlon_api_silence_seconds", "gauge", "How long nothing was heard of the resource.", state => state.LastContact is { } last ? (time.GetUtcNow() - last).TotalSeconds : 0);
        Each("merlon_api_lists_total", "counter", "Complete lists of the resource.", state => state.Lists);
        Each("merlon_api_watches_total", "counter", "Watches of the resource that were opened.", state => state.Watches);
        Each("merlon_api_changes_total", "counter", "Changes of single objects.", state => state.Changes);
        Each("merlon_api_failures_total", "counter", "Failures, each followed by another try.", state => state.Failures);

        void Each(string name, string type, string help, Func<WatchState, double> value) =>
            text.Each(name, type, help, sources, state => [("resource", $"{state.Resource}")], value);
    }

    static double Of(bool yes) => yes ? 1 : 0;
}
