using System.CommandLine;
using Merlon.Cli;
using Merlon.Cli.Commands;

return Merlon.Cli.Program.Run(args, Terminal.System());

namespace Merlon.Cli
{
    /// <summary>The <c>merlon</c> program, composed by hand.</summary>
    static partial class Program
    {
        public static int Run(string[] args, Terminal terminal)
        {
            var root = new RootCommand("Says exactly what Kubernetes network policies do.")
            {
                ExplainCommand.Create(terminal),
                ConnectionsCommand.Create(terminal),
                ExposureCommand.Create(terminal),
                DiffCommand.Create(terminal),
                TestCommand.Create(terminal),
                ReplayCommand.Create(terminal),
                GenerateCommand.Create(terminal),
                ConvertCommand.Create(terminal),
                LintCommand.Create(terminal),
                RenderCommand.Create(terminal),
                LabCommand.Create(terminal),
                AgentCommand.Create(terminal),
            };
            var parsed = root.Parse(args);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors) terminal.Error.WriteLine($"merlon: {error.Message}");
                terminal.Error.WriteLine(
                    "See `merlon "
                        + (parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ")
                        + "--help`.");
                return ExitCode.Wrong;
            }
            using var text = terminal.OpenText();
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = text,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                // Commands that have something to undo or to end see to signals themselves.
                ProcessTerminationTimeout = null,
            });
        }
    }
}
