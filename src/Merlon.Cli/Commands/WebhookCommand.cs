using System.CommandLine;
using Merlon.Linux.Processes;

namespace Merlon.Cli.Commands;

/// <summary>
/// <c>merlon webhook</c>: a program of its own, so that no other command has to load a web server. It takes this
/// one's place.
/// </summary>
static class WebhookCommand
{
    static readonly string Program = Path.Combine(AppContext.BaseDirectory, "webhook", "Merlon.Webhook");

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "webhook",
            "An admission webhook: findings as warnings in kubectl apply, with what a change opens and closes.");
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(arguments => Run(arguments.UnmatchedTokens, terminal));
        return command;
    }

    static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        if (!File.Exists(Program)) return terminal.Fail($"the webhook is not installed: there is no `{Program}`");
        ProcessImage.Replace(Program, arguments);
        return ExitCode.Wrong;
    }
}
