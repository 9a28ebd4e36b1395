using System.CommandLine;
using System.Text.Json;
using Merlon.Cli.Input;
using Merlon.Cli.Output;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon agent status</c>: how the agent of this machine fares.</summary>
sealed class AgentStatusCommand
{
    readonly Option<string> _socket = new("--socket")
    {
        Description = $"Where the agent listens. Default: {AgentSocket.DefaultPath}",
        HelpName = "FILE",
    };
    readonly Option<string> _output = new("--output", "-o") { Description = "text or json.", HelpName = "FORMAT" };
    readonly Terminal _terminal;

    AgentStatusCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var status = new AgentStatusCommand(terminal);
        var command = new Command("status", "How the agent of this machine fares: 0 it guards as it should, 1 it does not.");
        command.Options.Add(status._socket);
        command.Options.Add(status._output);
        command.SetAction(status.Run);
        return command;
    }

    int Run(ParseResult arguments)
    {
        var format = arguments.GetValue(_output) ?? "text";
        if (format is not ("text" or "json")) return _terminal.Fail($"`{format}` is not an output of agent status: text or json");
        if (AgentSocket.Get(arguments.GetValue(_socket) ?? AgentSocket.DefaultPath, "/status", _terminal) is not { } answer)
        {
            return ExitCode.Wrong;
        }
        using var status = JsonDocument.Parse(answer);
        if (format == "json") Json.Write(_terminal, status.RootElement.WriteTo);
        else
        {
            using var text = _terminal.OpenText();
            AgentStatusText.Write(new Page(text, new Ink(_terminal.UseColor)), status.RootElement);
        }
        return status.RootElement.GetProperty("ready").GetBoolean() ? ExitCode.Yes : ExitCode.No;
    }
}
