using System.Globalization;
using System.Text.RegularExpressions;
using Merlon.Linux.Namespaces;

namespace Merlon.Linux.Tests.Nftables;

/// <summary>
/// A namespace that forwards from <c>r0</c> to <c>r1</c>, and one around it that holds the other ends. What is sent
/// around goes into <c>o0</c>; what comes out at <c>o1</c> is counted there by the kernel itself, so that no queue can
/// lose what got through.
/// </summary>
sealed partial class ForwardingNode : IDisposable
{
    const string RouterMac = "02:00:00:00:00:01";
    const string OuterMac = "02:00:00:00:00:02";

    /// <param name="flows">The flows to count, by name and addresses.</param>
    public ForwardingNode(params IEnumerable<TestFlow> flows)
    {
        Sandbox = new Sandbox();
        Around = NetworkNamespace.Create();
        Around.RunInside(() =>
        {
            var path = $"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/ns/net";
            Sandbox.Namespace.RunInside(() => Build(path));
            Tool.Run("ip", ["-batch", "-"], $"""
                link set lo up
                link set o0 up
                link set o1 up
                neigh add 169.254.0.1 lladdr {RouterMac} dev o0 nud permanent
                route add default via 169.254.0.1 dev o0 onlink

                """);
            Tool.Run("nft", ["-f", "-"], Tally([.. flows]));
        });
    }

    /// <summary>The node: the ruleset under test is loaded here.</summary>
    public Sandbox Sandbox { get; }

    /// <summary>The namespace to send from.</summary>
    public NetworkNamespace Around { get; }

    /// <summary>How many packets of a flow got through the node so far.</summary>
    public long Arrived(TestFlow flow)
    {
        var text = Around.RunInside(() => Tool.Run("nft", "list", "counter", "inet", "tally", flow.Name));
        return long.Parse(PacketCount().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        Sandbox.Dispose();
        Around.Dispose();
    }

    static void Build(string around)
    {
        File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
        File.WriteAllText("/proc/sys/net/ipv4/conf/all/rp_filter", "0");
        File.WriteAllText("/proc/sys/net/ipv4/conf/default/rp_filter", "0");
        Tool.Run("ip", ["-batch", "-"], $"""
            link set lo up
            link add r0 address {RouterMac} type veth peer name o0 netns {around}
            link add r1 type veth peer name o1 address {OuterMac} netns {around}
            link set r0 up
            link set r1 up
            neigh add 169.254.0.2 lladdr {OuterMac} dev r1 nud permanent
            route add default via 169.254.0.2 dev r1 onlink

            """);
    }

    static string Tally(IReadOnlyList<TestFlow> flows) => $$"""
        table inet tally {
            {{string.Join('\n', flows.Select(flow => $"counter {flow.Name} {{ }}"))}}
            chain arrived {
                type filter hook prerouting priority raw; policy accept;
                iifname "o1" jump counted
            }
            chain counted {
                {{string.Join('\n', flows.Select(flow => $"ip saddr {flow.Source} ip daddr {flow.Destination} counter name {flow.Name}"))}}
                drop
            }
        }
        """;

    [GeneratedRegex(@"packets (\d+)")]
    private static partial Regex PacketCount();
}
