namespace Merlon.Linux.Tests;

/// <summary>What tests against the kernel need: root, and the tools of nftables and iproute2.</summary>
static class Root
{
    static readonly Lazy<string?> Missing = new(FindMissing);

    /// <summary>Skips the test where something is missing; fails it on CI as root, where the tools can be had.</summary>
    public static void Require()
    {
        if (Missing.Value is not { } missing) return;
        if (Environment.IsPrivilegedProcess && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(missing);
        Assert.Skip(missing);
    }

    static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux()) return "There is no nf_tables here.";
        if (!Environment.IsPrivilegedProcess) return "Only root makes network namespaces.";
        if (HasTools()) return null;
        try
        {
            Tool.Run("apt-get", "install", "-y", "nftables", "iproute2");
            return HasTools() ? null : "nft and ip are missing after apt-get installed them.";
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"nft and ip are missing, and apt-get does not bring them: {e.Message}";
        }
    }

    static bool HasTools()
    {
        try
        {
            Tool.Run("nft", "--version");
            Tool.Run("ip", "-V");
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
