using System.Globalization;
using Merlon.Nftables;

namespace Merlon.Lab.Kernel;

/// <summary>Puts rulesets in force.</summary>
static class RulesetLoader
{
    /// <summary>Loads a ruleset into a namespace, in place of the one of the same name that may be there.</summary>
    /// <exception cref="LabException">The kernel refuses it; what was in force still is.</exception>
    public static void Load(string netns, NftTable table)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        // nft has no "delete if there": declared empty first, a table is always there.
        text.Write($"table inet {table.Name}\ndelete table inet {table.Name}\n");
        NftText.Write(table, text);
        Tool.Run("ip", ["netns", "exec", netns, Tools.Find("nft"), "-f", "-"], text.ToString());
    }
}
