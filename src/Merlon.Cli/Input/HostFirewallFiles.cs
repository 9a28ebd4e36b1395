using Merlon.Apis.Iptables;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>Finds and reads the files of hosts' firewalls.</summary>
static class HostFirewallFiles
{
    const string Folder = "hosts";
    const string EveryNode = "iptables";

    static readonly string[] OwnExtensions = [".sh", ".rules", ".iptables", ".save", ".v4", ".v6"];
    static readonly string[] Extensions = ["", .. OwnExtensions];

    /// <summary>Whether a file of this name is one of host rules, and no manifest.</summary>
    public static bool IsHostRules(string path) => OwnExtensions.Contains(Path.GetExtension(path));

    /// <summary>What the options name, files of host rules among the paths, and the folders <c>hosts</c> inside the paths.</summary>
    /// <param name="options"><c>NODE=FILE</c>, or folders.</param>
    /// <param name="paths">The paths of the command line.</param>
    /// <param name="terminal">Where relative paths start.</param>
    /// <param name="errors">One line for each that means nothing or cannot be opened.</param>
    public static List<HostFirewallFile> Find(
        IReadOnlyList<string> options, IReadOnlyList<string> paths, Terminal terminal, List<string> errors)
    {
        var files = new List<HostFirewallFile>();
        foreach (var option in options)
        {
            var sign = option.IndexOf('=');
            if (sign > 0) Read(option[..sign], option[(sign + 1)..], terminal, files, errors);
            else if (Directory.Exists(Full(option, terminal))) ReadFolder(option, terminal, files, errors);
            else errors.Add($"`{option}` is neither NODE=FILE nor a folder");
        }
        foreach (var path in paths.Where(path => IsHostRules(path) && File.Exists(Full(path, terminal))))
        {
            Read(null, path, terminal, files, errors);
        }
        if (options.Count > 0) return files;
        foreach (var path in paths.Where(path => path != "-"))
        {
            var folder = Path.Combine(path is "." or "./" ? "" : path, Folder);
            if (!Directory.Exists(Full(folder, terminal))) continue;
            var found = new List<HostFirewallFile>();
            ReadFolder(folder, terminal, found, errors);
            // Nobody named this folder: what is no firewall in it is somebody else's.
            files.AddRange(found.Where(file => file.Text.HasRules || !file.Text.Diagnostics.IsEmpty));
        }
        return files;
    }

    static void ReadFolder(string folder, Terminal terminal, List<HostFirewallFile> files, List<string> errors)
    {
        var names = Directory.GetFiles(Full(folder, terminal))
            .Select(file => Path.GetFileName(file)!)
            .Where(name => !name.StartsWith('.') && Extensions.Contains(Extension(name)))
            .Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var node = name[..(name.Length - Extension(name).Length)];
            Read(node == EveryNode ? null : node, Path.Combine(folder, name), terminal, files, errors);
        }
    }

    // The name of a node may hold dots: only what is known to be an extension is one.
    static string Extension(string name)
    {
        var extension = Path.GetExtension(name);
        return Extensions.Contains(extension) || extension is ".yaml" or ".yml" or ".json" or ".md" ? extension : "";
    }

    static void Read(
        string? node, string path, Terminal terminal, List<HostFirewallFile> files, List<string> errors)
    {
        try
        {
            var bytes = File.ReadAllBytes(Full(path, terminal));
            files.Add(new HostFirewallFile(node, IptablesReader.Read(new SourceText(path, bytes))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add($"cannot read `{path}`: {e.Message}");
        }
    }

    static string Full(string path, Terminal terminal) => Path.GetFullPath(path, terminal.Folder);
}
