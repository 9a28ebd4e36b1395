using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Agent.Kernel;

/// <summary>
/// Keeps the bridges that pods are on filtered. It looks when links change, the node's own pods, or what the host says of
/// all bridges.
/// </summary>
sealed class BridgeKeeper(LiveRuleset ruleset, NodeKernel kernel, AgentMode mode)
{
    int _linksAreTouched = 1;
    int _compilations;
    (bool, bool) _filtering;

    public ImmutableArray<BridgeState> States { get; private set; } = [];

    /// <summary>Links changed: safe to call from any thread.</summary>
    public void Touch() => Interlocked.Exchange(ref _linksAreTouched, 1);

    /// <exception cref="Linux.LinuxException">The kernel refused it.</exception>
    public void Keep()
    {
        var filtering = kernel.BridgeFiltering;
        if (Interlocked.Exchange(ref _linksAreTouched, 0) == 0 && _compilations == ruleset.Compilations && _filtering == filtering) return;
        var pods = ruleset.PodRanges.Concat(ruleset.LocalPods.SelectMany(pod => pod.Addresses).Select(Cidr.Of));
        try
        {
            States = kernel.FilterBridges([.. pods], mode != AgentMode.DryRun);
            (_compilations, _filtering) = (ruleset.Compilations, filtering);
        }
        catch (Linux.LinuxException)
        {
            Touch();
            throw;
        }
    }
}
