using Merlon.Linux;
using Merlon.Linux.Nftables;
using Merlon.Nftables;

namespace Merlon.Lab.Kernel;

/// <summary>Puts rulesets in force, over netlink.</summary>
static class RulesetLoader
{
    // Where what runs cannot be changed, as after an upgrade, the ruleset takes this name.
    static readonly NftName OtherName = NftName.Fixed("merlon_lab_b");

    /// <summary>
    /// Puts a ruleset in force in a namespace. Where one of the same name is there, it is led over to the new one without
    /// letting anything through in between that both deny.
    /// </summary>
    /// <exception cref="LabException">The kernel refuses it; what was in force still is.</exception>
    public static void Load(string netns, NftTable table)
    {
        NetnsThread.Run(netns, () =>
        {
            try
            {
                using var device = NftablesDevice.Open();
                new OwnTable(device, table.Name, OtherName).Enforce(table);
            }
            catch (LinuxException e)
            {
                throw new LabException($"the kernel refuses the ruleset of {netns}: {e.Message}", e);
            }
        });
    }
}
