using Merlon.Lab.Networks;

namespace Merlon.Lab.Kernel;

/// <summary>Makes and removes the namespaces of a lab. Nothing is made outside them.</summary>
static class NetworkBuilder
{
    /// <param name="topology">What to make.</param>
    /// <param name="prefix">Put before the name of each namespace.</param>
    /// <param name="cancellation">Ends the work between two namespaces.</param>
    /// <exception cref="LabException">A step failed; what was made is still there.</exception>
    public static void Build(Topology topology, string prefix, CancellationToken cancellation)
    {
        Tool.Run("ip", ["-batch", "-"], Lines(topology.Namespaces.Select(netns => $"netns add {prefix}{netns}")));
        foreach (var setup in topology.Setups)
        {
            cancellation.ThrowIfCancellationRequested();
            NetnsThread.Run(prefix + setup.Netns, () => Apply(setup));
        }
        Tool.Run("ip", ["-batch", "-"], Lines(topology.Links.Select(link =>
            $"link add {link.Interface} netns {prefix}{link.Netns} type veth peer name {link.PeerInterface} netns {prefix}{link.PeerNetns}")));
        foreach (var setup in topology.Setups)
        {
            cancellation.ThrowIfCancellationRequested();
            Tool.Run("ip", ["-n", prefix + setup.Netns, "-batch", "-"], Lines(setup.Commands));
            if (setup.Rules.IsEmpty) continue;
            foreach (var version in new[] { "-4", "-6" })
            {
                Tool.Run("ip", [version, "-n", prefix + setup.Netns, "-batch", "-"], Lines(setup.Rules));
            }
        }
    }

    /// <summary>Removes what is there of the namespaces, and with them all that is in them.</summary>
    public static void Remove(IEnumerable<string> namespaces)
    {
        var there = namespaces.Where(netns => File.Exists(Path.Combine(NetnsThread.Folder, netns))).ToList();
        if (there.Count > 0)
        {
            Tool.Run("ip", ["-force", "-batch", "-"], Lines(there.Select(netns => $"netns del {netns}")));
        }
    }

    // /proc/sys/net is that of the thread that opens it.
    static void Apply(NetnsSetup setup)
    {
        foreach (var (setting, value) in setup.Settings)
        {
            File.WriteAllText(Path.Combine("/proc/sys/net", setting), value);
        }
    }

    static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
