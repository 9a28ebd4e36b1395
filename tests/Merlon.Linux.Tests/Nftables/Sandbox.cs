using Merlon.Linux.Namespaces;
using Merlon.Linux.Nftables;
using Merlon.Nftables;

namespace Merlon.Linux.Tests.Nftables;

/// <summary>A network namespace of a test's own, with a device in it, and nft to look at it.</summary>
sealed class Sandbox : IDisposable
{
    public Sandbox()
    {
        Root.Require();
        Namespace = NetworkNamespace.Create();
        Device = OpenDevice();
    }

    public NetworkNamespace Namespace { get; }

    public NftablesDevice Device { get; }

    public NftablesDevice OpenDevice() => Namespace.RunInside(NftablesDevice.Open);

    public string Nft(params string[] arguments) => Namespace.RunInside(() => Tool.Run("nft", arguments));

    public void LoadText(NftTable table) => LoadText(TextOf(table));

    public void LoadText(string text) => Namespace.RunInside(() => Tool.Run("nft", ["-f", "-"], text));

    /// <summary>The table as nft lists it.</summary>
    public string List(NftName table) => Listing.Normalised(Nft("-j", "list", "table", "inet", table.Text));

    /// <summary>What the table is made of, as nft shows it when it debugs netlink: expressions, elements, notes.</summary>
    public string Bytecode(NftName table) => Listing.Bytecode(Nft("--debug=netlink", "list", "table", "inet", table.Text));

    /// <summary>Lists everything, as any tool on a node may at any time.</summary>
    public void CheckListable()
    {
        Nft("list", "ruleset");
        Nft("-j", "list", "ruleset");
    }

    public void Dispose()
    {
        Device.Dispose();
        Namespace.Dispose();
    }

    static string TextOf(NftTable table)
    {
        using var text = new StringWriter();
        NftText.Write(table, text);
        return text.ToString();
    }
}
