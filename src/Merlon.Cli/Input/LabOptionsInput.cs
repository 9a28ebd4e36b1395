using System.CommandLine;
using Merlon.Lab;
using Merlon.Lab.Planning;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Questions;

namespace Merlon.Cli.Input;

/// <summary>The options that say what a lab is to be.</summary>
sealed class LabOptionsInput
{
    readonly Option<string> _network = new("--network")
    {
        Description = "routed (default): a link for each pod; bridge: a bridge on each node.",
        HelpName = "routed|bridge",
    };
    readonly Option<string[]> _ports = new("--port", "-p")
    {
        Description = "Ask for this port: 80, 53/udp, 7000/sctp or icmp. Without it the lab chooses, and says which.",
        HelpName = "PORT",
    };
    readonly Option<string[]> _outside = new("--outside")
    {
        Description = "Ask for this address outside the cluster too.",
        HelpName = "ADDRESS",
    };
    readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "Only pairs with a pod of this namespace.",
        HelpName = "NAME",
    };

    public void AddTo(Command command, bool canBuild)
    {
        if (canBuild) command.Options.Add(_network);
        command.Options.Add(_ports);
        command.Options.Add(_outside);
        command.Options.Add(_namespace);
    }

    /// <summary>The options; null where one is wrong, which has been told on standard error.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where to tell.</param>
    /// <param name="built">What holds where an option is not given; null for the defaults.</param>
    public LabOptions? Read(ParseResult arguments, Terminal terminal, LabOptions? built = null)
    {
        var wrong = new List<string>();
        var options = built ?? new LabOptions();
        if (built is null)
        {
            options = arguments.GetValue(_network) switch
            {
                null or "routed" => options,
                "bridge" => options with { Network = LabNetwork.Bridge },
                var other => Wrong($"`{other}` is not a network: routed or bridge"),
            };
        }
        if (arguments.GetValue(_ports) is { Length: > 0 } ports)
        {
            options = options with { Ports = [.. ports.Select(Port).Distinct()] };
        }
        if (arguments.GetValue(_outside) is { Length: > 0 } outside)
        {
            options = options with { Outside = [.. outside.Select(Address).Distinct()] };
        }
        if (arguments.GetValue(_namespace) is { } name) options = options with { Namespace = name };
        foreach (var error in wrong) terminal.Fail(error);
        return wrong.Count == 0 ? options : null;

        LabOptions Wrong(string error)
        {
            wrong.Add(error);
            return options;
        }

        ProbePort Port(string text)
        {
            if (!PortQuestion.TryParse(text, out var port, out var error)) wrong.Add(error ?? text);
            else if (port is { Name: not null })
            {
                wrong.Add($"`{text}` is another port on each pod: a lab is asked by number");
            }
            return port is { Number: { } number, Protocol: { } protocol }
                ? new ProbePort(protocol, number)
                : ProbePort.Echo;
        }

        IpAddress Address(string text)
        {
            if (!IpAddress.TryParse(text, out var address)) wrong.Add($"`{text}` is not an IP address");
            else if (!OutsideAddresses.IsOrdinary(address))
            {
                wrong.Add($"{address} is no address that a host outside can have");
            }
            return address;
        }
    }

    /// <summary>What a lab that is up was built with.</summary>
    public static LabOptions Of(Merlon.Lab.State.LabState state) => new()
    {
        Network = state.Network == "bridge" ? LabNetwork.Bridge : LabNetwork.Routed,
        Ports = [.. state.Ports.Select(text => PortQuestion.TryParse(text, out var port, out _) && port is { Number: { } number, Protocol: { } protocol } ? new ProbePort(protocol, number) : ProbePort.Echo)],
        Outside = [.. state.Outside.Select(text => IpAddress.Parse(text))],
    };
}
