using System.CommandLine;
using Merlon.Cli.Input;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon convert</c>: rules of one kind in the words of another.</summary>
sealed class ConvertCommand
{
    readonly InputOptions _input = new();
    readonly ConvertHostRules _hosts;
    readonly Option<string> _to = new("--to")
    {
        Description = $"What to write: {ConvertHostRules.Target} (from iptables).",
        Required = true,
        HelpName = "API",
    };
    readonly Terminal _terminal;

    ConvertCommand(Terminal terminal) => (_terminal, _hosts) = (terminal, new ConvertHostRules(terminal));

    public static Command Create(Terminal terminal)
    {
        var convert = new ConvertCommand(terminal);
        var command = new Command(
            "convert", "Rules in the words of another API, on standard output; on standard error, what differs by it.");
        convert._input.AddTo(command);
        command.Options.Add(convert._to);
        convert._hosts.AddTo(command);
        command.SetAction(convert.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var target = arguments.GetValue(_to) ?? "";
        if (target != ConvertHostRules.Target)
        {
            return _terminal.Fail($"`{target}` is nothing that can be converted to: {ConvertHostRules.Target}");
        }
        return _hosts.Run(arguments, _input.Paths(arguments))
            ?? _terminal.Fail("no file of iptables commands among the paths: nothing to convert");
    }
}
