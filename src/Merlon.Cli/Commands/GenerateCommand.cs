using System.CommandLine;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon generate</c>: policies written from what they are meant to do.</summary>
static class GenerateCommand
{
    public static Command Create(Terminal terminal) =>
        new("generate", "Write policies from what they are meant to do.") { GenerateRestrictCommand.Create(terminal) };
}
