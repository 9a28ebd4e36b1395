using System.CommandLine;
using Merlon.Cli.Output;
using Merlon.Generation;
using Merlon.Model;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon generate restrict</c>: closes ports of the nodes to pods, and nothing else.</summary>
sealed class GenerateRestrictCommand
{
    readonly Option<string> _ports = new("--ports")
    {
        Description = "The TCP ports of the nodes to close: 9001 or 9001-9022.",
        Required = true,
        HelpName = "PORTS",
    };
    readonly Option<string[]> _nodes = new("--nodes")
    {
        Description = "A block that holds the addresses of the nodes; once for each IP version at least.",
        Required = true,
        HelpName = "CIDR",
    };
    readonly Option<string[]> _allow = new("--allow")
    {
        Description = "Pods that may use the ports: [namespace/]key=value[,key=value].",
        HelpName = "SELECTOR",
    };
    readonly Option<string> _form = new("--as")
    {
        Description = "iptables, clusternetworkpolicy, calico or networkpolicy.",
        Required = true,
        HelpName = "FORM",
    };
    readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "The namespace of a NetworkPolicy.",
        HelpName = "NAME",
    };
    readonly Terminal _terminal;

    GenerateRestrictCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var restrict = new GenerateRestrictCommand(terminal);
        var command = new Command(
            "restrict",
            "Close TCP ports of the nodes to every pod but some, without closing DNS, the API or anything else.");
        foreach (var option in new Option[]
        {
            restrict._ports, restrict._nodes, restrict._allow, restrict._form, restrict._namespace,
        })
        {
            command.Options.Add(option);
        }
        command.SetAction(restrict.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var errors = new List<string>();
        var ports = Ports(arguments.GetValue(_ports) ?? "", errors);
        var nodes = new List<Cidr>();
        foreach (var text in arguments.GetValue(_nodes) ?? [])
        {
            if (Cidr.TryParse(text, out var block)) nodes.Add(block);
            else errors.Add($"`{text}` is not a CIDR such as 192.0.2.0/24");
        }
        var allowed = new List<AllowedPods>();
        foreach (var text in arguments.GetValue(_allow) ?? [])
        {
            if (AllowedPods.TryParse(text) is { } pods) allowed.Add(pods);
            else errors.Add($"`{text}` is not a selector such as app=web or kube-system/name=stork");
        }
        RestrictionForm? form = arguments.GetValue(_form) switch
        {
            "iptables" => RestrictionForm.Iptables,
            "clusternetworkpolicy" => RestrictionForm.ClusterNetworkPolicy,
            "calico" => RestrictionForm.Calico,
            "networkpolicy" => RestrictionForm.NetworkPolicy,
            var other => Wrong(other),
        };
        GeneratedText? written = null;
        if (errors.Count == 0 && form is { } known)
        {
            var restriction = new Restriction(ports!.Value, [.. nodes.Order()], [.. allowed]);
            written = RestrictionWriter.Write(restriction, known, arguments.GetValue(_namespace), out var error);
            if (error is not null) errors.Add(error);
        }
        foreach (var error in errors) _terminal.Fail(error);
        if (written is null) return ExitCode.Wrong;
        using (var text = _terminal.OpenText()) text.Write(written.Text);
        var page = new Page(_terminal.Error, new Ink(false));
        foreach (var caveat in written.Caveats) page.Wrapped($"  note  {caveat}", 8);
        return ExitCode.Yes;

        RestrictionForm? Wrong(string? other)
        {
            errors.Add($"`{other}` is not a form: iptables, clusternetworkpolicy, calico or networkpolicy");
            return null;
        }
    }

    static PortRange? Ports(string text, List<string> errors)
    {
        var ends = text.Split('-', ':');
        if (ends.Length <= 2 && ushort.TryParse(ends[0], out var first) && ushort.TryParse(ends[^1], out var last)
            && first > 0 && first <= last)
        {
            return new PortRange(first, last);
        }
        errors.Add($"`{text}` is not a port or a range such as 9001-9022");
        return null;
    }
}
