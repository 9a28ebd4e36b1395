namespace Merlon.Lab.Kernel;

/// <summary>The programs that a lab needs, and the packages they come in.</summary>
static class Tools
{
    static readonly (string Program, string Package)[] Needed = [("ip", "iproute2"), ("nft", "nftables")];

    static readonly string[] SystemFolders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <summary>Installs what is missing where root may and apt-get is there.</summary>
    /// <param name="tell">Is told what is going on.</param>
    /// <exception cref="LabException">Something is missing; the message names the packages.</exception>
    public static void Ensure(Action<string> tell)
    {
        var missing = Missing();
        if (missing.Count == 0) return;
        if (Environment.IsPrivilegedProcess && !UserNamespace.IsInside && Exists("apt-get"))
        {
            tell($"installing {string.Join(" and ", missing)}");
            Tool.Run("apt-get", ["update", "-q"]);
            Tool.Run("apt-get", ["install", "-y", "-q", "--no-install-recommends", .. missing]);
            missing = Missing();
        }
        if (missing.Count > 0)
        {
            throw new LabException($"a lab needs {string.Join(" and ", missing)}: install the package{(missing.Count == 1 ? "" : "s")} {string.Join(" ", missing)}");
        }
    }

    /// <summary>Installs iptables likewise: only hosts with rules of their own need it.</summary>
    public static void EnsureIptables()
    {
        if (Exists("iptables-restore")) return;
        if (Environment.IsPrivilegedProcess && !UserNamespace.IsInside && Exists("apt-get"))
        {
            Tool.Run("apt-get", ["update", "-q"]);
            Tool.Run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "iptables"]);
        }
        if (!Exists("iptables-restore")) throw new LabException("host rules need iptables: install the package iptables");
    }

    static List<string> Missing() => [.. Needed.Where(tool => !Exists(tool.Program)).Select(tool => tool.Package)];

    /// <summary>Where a program is: also in the folders that users' paths often lack. The name itself where it is in none.</summary>
    public static string Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Concat(SystemFolders)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists) ?? program;

    static bool Exists(string program) => Path.IsPathRooted(Find(program));
}
