using System.CommandLine;
using Merlon.Questions;

namespace Merlon.Cli.Input;

/// <summary>The options that select connections.</summary>
sealed class ConnectionSelectionOptions
{
    readonly Option<string> _from = new("--from")
    {
        Description = "Only what begins here: an endpoint, an address or a CIDR.",
        HelpName = "END",
    };

    readonly Option<string> _to = new("--to")
    {
        Description = "Only what ends here.",
        HelpName = "END",
    };

    readonly Option<string> _port = new("--port")
    {
        Description = "Only this port: 80, 53/udp or icmp.",
        HelpName = "PORT",
    };

    readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "Only what begins or ends in this namespace; also where bare names are looked for.",
        HelpName = "NAMESPACE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_from);
        command.Options.Add(_to);
        command.Options.Add(_port);
        command.Options.Add(_namespace);
    }

    /// <summary>What is asked for; null where an option is wrong, which has been told.</summary>
    public ConnectionSelection? Read(ParseResult arguments, Terminal terminal, Snapshot snapshot)
    {
        var @namespace = arguments.GetValue(_namespace);
        var targets = new TargetResolver(snapshot, @namespace);
        var isRight = true;
        var from = Resolve(arguments.GetValue(_from));
        var to = Resolve(arguments.GetValue(_to));
        if (@namespace is not null && !snapshot.Cluster.TryGetNamespace(@namespace, out _))
        {
            terminal.Fail($"there is no namespace `{@namespace}` in the input");
            isRight = false;
        }
        var port = ReadPort(arguments.GetValue(_port));
        return isRight
            ? new ConnectionSelection(from, to, @namespace is null ? null : EndSelection.In(@namespace), port)
            : null;

        EndSelection Resolve(string? text)
        {
            if (text is null) return EndSelection.Everyone;
            if (targets.Resolve(text, out var error) is { } target) return EndSelection.Of(target, snapshot.Cluster);
            terminal.Fail(error!);
            isRight = false;
            return EndSelection.Everyone;
        }

        PortQuestion? ReadPort(string? text)
        {
            if (text is null) return null;
            if (PortQuestion.TryParse(text, out var asked, out var error) && asked!.Name is null) return asked;
            terminal.Fail(error ?? $"`{text}` is a name, and different pods give it different numbers: give a number");
            isRight = false;
            return null;
        }
    }
}
