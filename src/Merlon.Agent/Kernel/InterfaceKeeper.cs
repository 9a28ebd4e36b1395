using Merlon.Nftables;

namespace Merlon.Agent.Kernel;

/// <summary>Tells the ruleset which interfaces have which addresses, where a host endpoint of the node names none.</summary>
sealed class InterfaceKeeper(LiveRuleset ruleset, NodeKernel kernel)
{
    int _areOld = 1;

    /// <summary>Links or addresses changed: safe to call from any thread.</summary>
    public void Touch() => Interlocked.Exchange(ref _areOld, 1);

    /// <exception cref="Linux.LinuxException">The kernel refused it.</exception>
    public void Keep()
    {
        if (!ruleset.NeedsInterfaces || Interlocked.Exchange(ref _areOld, 0) == 0) return;
        try
        {
            ruleset.Interfaces = kernel.Interfaces();
        }
        catch (Linux.LinuxException)
        {
            Touch();
            throw;
        }
    }
}
