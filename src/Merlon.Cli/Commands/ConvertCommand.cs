using System.CommandLine;
using Merlon.Apis;
using Merlon.Cli.Input;
using Merlon.Cli.Output;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon convert</c>: policies as those of another API, and the proof that nothing changes by it.</summary>
sealed class ConvertCommand
{
    readonly InputOptions _input = new();
    readonly Option<string> _to = new("--to")
    {
        Description = $"What to write: {string.Join(", ", PolicyConverter.All.Select(converter => $"{converter.Target} (from {converter.Source})"))}.",
        Required = true,
        HelpName = "API",
    };
    readonly Terminal _terminal;

    ConvertCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var convert = new ConvertCommand(terminal);
        var command = new Command(
            "convert", "Policies as those of another API, on standard output; on standard error, the proof that no verdict changes.");
        convert._input.AddTo(command);
        command.Options.Add(convert._to);
        command.SetAction(convert.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var target = arguments.GetValue(_to) ?? "";
        if (PolicyConverter.All.FirstOrDefault(candidate => candidate.Target == target) is not { } converter)
        {
            var targets = PolicyConverter.All.Select(candidate => candidate.Target);
            return _terminal.Fail($"`{target}` is nothing that can be converted to: {string.Join(", ", targets)}");
        }
        if (_input.Read(arguments, _terminal, out _, out var options) is not { } manifests) return ExitCode.Wrong;
        var conversion = converter.Convert(manifests.Resources);
        var page = new Page(_terminal.Error, new Ink(false));
        foreach (var note in conversion.Notes) page.Wrapped($"merlon: {note}", 2);
        _terminal.TellUnread(manifests.Unread, "this conversion");
        if (conversion.Replaced.IsEmpty) return _terminal.Fail($"there is no {converter.Source} to convert");
        using (var text = _terminal.OpenText()) text.Write(conversion.Yaml);
        var isSame = ConversionProof.Write(page, manifests, conversion, options);
        if (!manifests.Unread.IsEmpty) return ExitCode.Wrong;
        return isSame ? ExitCode.Yes : ExitCode.No;
    }
}
