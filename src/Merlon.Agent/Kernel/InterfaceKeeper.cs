using Merlon.Nftables;

namespace Merlon.Agent.Kernel;

/// <summary>
/// Looks at the node's interfaces when they change: which have which addresses, where a host endpoint of the node names
/// none, and whether one tells that Services are translated where no policy is asked.
/// </summary>
sealed class InterfaceKeeper(LiveRuleset ruleset, NodeKernel kernel)
{
    int _areOld = 1;
    int _ipvsIsOld = 1;

    /// <summary>Whether kube-proxy has IPVS translate the addresses of Services.</summary>
    public bool HasIpvs { get; private set; }

    /// <summary>Links or addresses changed: safe to call from any thread.</summary>
    public void Touch()
    {
        Interlocked.Exchange(ref _areOld, 1);
        Interlocked.Exchange(ref _ipvsIsOld, 1);
    }

    /// <exception cref="Linux.LinuxException">The kernel refused it.</exception>
    public void Keep()
    {
        try
        {
            if (Interlocked.Exchange(ref _ipvsIsOld, 0) != 0) HasIpvs = kernel.HasIpvs();
            if (!ruleset.NeedsInterfaces || Interlocked.Exchange(ref _areOld, 0) == 0) return;
            ruleset.Interfaces = kernel.Interfaces();
        }
        catch (Linux.LinuxException)
        {
            Touch();
            throw;
        }
    }
}
