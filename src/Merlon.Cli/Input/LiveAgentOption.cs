using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>The option to ask the agent of this machine what it knows.</summary>
sealed class LiveAgentOption
{
    readonly Option<string?> _live = new("--live")
    {
        Description = "Read what the agent of this machine knows now; FILE is its socket, where it is another than usual.",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command) => command.Options.Add(_live);

    public bool IsGiven(CommandResult arguments) => arguments.GetResult(_live) is not null;

    /// <summary>The objects that the agent knows; null where none answers, which has been told on standard error.</summary>
    public IReadOnlyList<SourceText>? Read(ParseResult arguments, Terminal terminal)
    {
        var socket = arguments.GetValue(_live) is { Length: > 0 } given ? Path.GetFullPath(given, terminal.Folder) : AgentSocket.DefaultPath;
        return AgentSocket.Get(socket, "/objects", terminal) is { } lines ? [.. Objects(lines)] : null;
    }

    // Each line is the name of an object, a tab, and its JSON.
    static IEnumerable<SourceText> Objects(byte[] lines)
    {
        for (var rest = lines.AsMemory(); rest.Span.IndexOf((byte)'\n') is >= 0 and var end; rest = rest[(end + 1)..])
        {
            var tab = rest.Span.IndexOf((byte)'\t');
            yield return new SourceText(Encoding.UTF8.GetString(rest.Span[..tab]), rest[(tab + 1)..end]) { IsStored = true };
        }
    }
}
