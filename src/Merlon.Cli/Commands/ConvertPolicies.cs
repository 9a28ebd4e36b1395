using System.CommandLine;
using Merlon.Apis;
using Merlon.Cli.Input;
using Merlon.Cli.Output;

namespace Merlon.Cli.Commands;

/// <summary>The part of <c>merlon convert</c> that reads policies, and proves that nothing changes by it.</summary>
sealed class ConvertPolicies(Terminal terminal, InputOptions input)
{
    public int Run(ParseResult arguments, PolicyConverter converter)
    {
        if (input.Read(arguments, terminal, out _, out var options) is not { } manifests) return ExitCode.Wrong;
        var converted = converter.Convert(manifests.Resources);
        var page = new Page(terminal.Error, new Ink(false));
        foreach (var note in converted.Notes) page.Wrapped($"merlon: {note}", 2);
        terminal.TellUnread(manifests.Unread, "this conversion");
        if (converted.Replaced.IsEmpty) return terminal.Fail($"there is no {converter.Source} to convert");
        using (var text = terminal.OpenText()) text.Write(converted.Yaml);
        var isSame = ConversionProof.Write(page, manifests, converted, options);
        if (!manifests.Unread.IsEmpty) return ExitCode.Wrong;
        return isSame ? ExitCode.Yes : ExitCode.No;
    }
}
