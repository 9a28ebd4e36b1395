using System.CommandLine;
using System.Text.RegularExpressions;
using Merlon.Apis.Iptables;
using Merlon.Cli.Input;
using Merlon.Cli.Output;
using Merlon.Conversion.Hosts;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Cli.Commands;

/// <summary>The part of <c>merlon convert</c> that reads the rules of hosts, and writes them as Calico policy.</summary>
sealed partial class ConvertHostRules(Terminal terminal)
{
    public const string Target = "calico/v3";

    readonly Option<string[]> _nodes = new("--node")
    {
        Description = "Of host rules: a node that has them. Without it, those of the manifests, or the one that the "
            + "file is named after.",
        HelpName = "NAME",
    };
    readonly Option<string> _name = new("--name")
    {
        Description = "Of host rules: what the policy and its sets are called.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "host-rules",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_nodes);
        command.Options.Add(_name);
    }

    /// <summary>Converts the one file of host rules among the paths; null where there is none.</summary>
    public int? Run(ParseResult arguments, IReadOnlyList<string> paths)
    {
        var files = paths.Where(path =>
            HostFirewallFiles.IsHostRules(path) && File.Exists(Path.GetFullPath(path, terminal.Folder))).ToList();
        if (files.Count == 0) return null;
        if (files.Count > 1)
        {
            return terminal.Fail($"several files of host rules: convert one at a time ({string.Join(", ", files)})");
        }
        var name = arguments.GetValue(_name) ?? "";
        if (!Name().IsMatch(name)) return terminal.Fail($"`{name}` is not a name: lower-case letters, digits and hyphens");
        var bytes = File.ReadAllBytes(Path.GetFullPath(files[0], terminal.Folder));
        var text = IptablesReader.Read(new SourceText(files[0], bytes));
        foreach (var found in text.Diagnostics.Where(found => found.Severity > Severity.Info))
        {
            terminal.Error.WriteLine($"merlon: {found.Location}: {found.Message}");
        }
        if (!text.HasRules) return terminal.Fail($"no rule of iptables in `{files[0]}`");
        var converted = HostRulesConversion.Convert(text, name, NodesOf(arguments, paths, files[0]));
        using (var output = terminal.OpenText()) output.Write(converted.Yaml);
        Tell(converted);
        if (text.Diagnostics.Any(found => found.Severity == Severity.Error)) return ExitCode.Wrong;
        return converted.NotConverted.IsEmpty && converted.Differences.IsEmpty ? ExitCode.Yes : ExitCode.No;
    }

    List<string> NodesOf(ParseResult arguments, IReadOnlyList<string> paths, string file)
    {
        if (arguments.GetValue(_nodes) is { Length: > 0 } named) return [.. named];
        var sources = paths.Where(path => path != file && File.Exists(Path.GetFullPath(path, terminal.Folder)))
            .Select(path => new SourceText(path, File.ReadAllBytes(Path.GetFullPath(path, terminal.Folder))));
        var nodes = Snapshot.From(ManifestReader.Read(sources)).Cluster.Endpoints
            .Where(endpoint => endpoint.Kind == EndpointKind.Node)
            .Select(endpoint => endpoint.Name)
            .ToList();
        if (nodes.Count > 0) return nodes;
        var node = Path.GetFileNameWithoutExtension(file);
        terminal.Error.WriteLine($"merlon: the HostEndpoint is for node `{node}`, after the file: --node names others");
        return [node];
    }

    void Tell(ConvertedHostRules converted)
    {
        var page = new Page(terminal.Error, new Ink(false));
        foreach (var rule in converted.NotConverted) page.Wrapped($"  not converted  {rule}", 17);
        foreach (var difference in converted.Differences) page.Wrapped($"  differs        {difference}", 17);
        page.Line(converted.Differences.IsEmpty
            ? "  the policy lets through what the rules let through"
            : "  for every other packet the two agree: each stretch of addresses and ports was asked of both");
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$")]
    private static partial Regex Name();
}
