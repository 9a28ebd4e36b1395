using System.Globalization;

namespace Merlon.Conformance.Tests.Rig;

/// <summary>The rig of all tests, where the machine can have one.</summary>
[CollectionDefinition(Collection)]
public sealed class RigFixture : ICollectionFixture<RigFixture>, IDisposable
{
    public const string Collection = "rig";

    readonly string? _missing;
    readonly NodeRig? _rig;

    public RigFixture()
    {
        _missing = FindMissing();
        if (_missing is null) _rig = new NodeRig();
    }

    /// <summary>The rig; skips the test where there is none.</summary>
    internal NodeRig Require()
    {
        if (_rig is null) Assert.Skip(_missing!);
        return _rig;
    }

    /// <summary>Skips the test where there is no rig, or no iptables.</summary>
    internal static void RequireIptables()
    {
        if (FindMissing(("iptables-restore", "iptables")) is { } missing) Assert.Skip(missing);
    }

    public void Dispose() => _rig?.Dispose();

    static string? FindMissing(params (string Program, string Package)[] more)
    {
        if (!OperatingSystem.IsLinux()) return "It needs Linux.";
        if (!Environment.IsPrivilegedProcess) return "It needs root: it makes network namespaces.";
        (string Program, string Package)[] needed = [("nft", "nftables"), ("ip", "iproute2"), .. more];
        var packages = needed.Where(tool => !Tool.Exists(tool.Program)).Select(tool => tool.Package).ToArray();
        if (packages.Length == 0) return null;
        try
        {
            Tool.Run("apt-get", ["install", "-y", "--no-install-recommends", .. packages]);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return string.Create(CultureInfo.InvariantCulture, $"It needs {string.Join(" and ", packages)}: {e.Message}");
        }
    }
}
