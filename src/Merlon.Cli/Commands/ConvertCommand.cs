using System.CommandLine;
using Merlon.Apis;
using Merlon.Cli.Input;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon convert</c>: policies and rules of one kind in the words of another.</summary>
sealed class ConvertCommand
{
    readonly InputOptions _input = new();
    readonly ConvertHostRules _hosts;
    readonly ConvertPolicies _policies;
    readonly Option<string> _to = new("--to")
    {
        Description = "What to write: "
            + string.Join(", ", PolicyConverter.All.Select(converter => $"{converter.Target} (from {converter.Source})"))
            + $", {ConvertHostRules.Target} (from iptables).",
        Required = true,
        HelpName = "API",
    };
    readonly Terminal _terminal;

    ConvertCommand(Terminal terminal) =>
        (_terminal, _hosts, _policies) = (terminal, new ConvertHostRules(terminal), new ConvertPolicies(terminal, _input));

    public static Command Create(Terminal terminal)
    {
        var convert = new ConvertCommand(terminal);
        var command = new Command(
            "convert",
            "Rules in the words of another API, on standard output; on standard error, what differs by it, or the proof that "
                + "nothing does.");
        convert._input.AddTo(command);
        command.Options.Add(convert._to);
        convert._hosts.AddTo(command);
        command.SetAction(convert.Run);
        return command;
    }

    // Files of host rules are told from manifests by what they are: one target can be there for both.
    int Run(ParseResult arguments)
    {
        var target = arguments.GetValue(_to) ?? "";
        var converter = PolicyConverter.All.FirstOrDefault(candidate => candidate.Target == target);
        if (target == ConvertHostRules.Target && _hosts.Run(arguments, _input.Paths(arguments)) is { } code) return code;
        if (converter is not null) return _policies.Run(arguments, converter);
        return _terminal.Fail(target == ConvertHostRules.Target
            ? "no file of iptables commands among the paths: nothing to convert"
            : $"`{target}` is nothing that can be converted to: {string.Join(", ", Targets())}");
    }

    static IEnumerable<string> Targets() =>
        PolicyConverter.All.Select(converter => converter.Target).Append(ConvertHostRules.Target).Distinct();
}
