using System.CommandLine;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>How Calico's objects are read.</summary>
sealed class CalicoOptions
{
    readonly Option<bool> _staged = new("--staged")
    {
        Description = "Answer as if Calico's staged policies were applied; explain also tells what is in force now.",
    };

    readonly Option<string> _edition = new("--calico-edition")
    {
        Description = "Whose Calico reads the policies: open source (default), or commercial, which has domains in rules.",
        HelpName = "open|commercial",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_staged);
        command.Options.Add(_edition);
    }

    /// <summary>The options with Calico's; what is wrong is added to the errors.</summary>
    public ReadOptions Apply(ParseResult arguments, ReadOptions options, List<string> errors)
    {
        var edition = arguments.GetValue(_edition);
        if (edition is not (null or "open" or "commercial"))
        {
            errors.Add($"`{edition}` is not an edition of Calico: open or commercial");
        }
        return options with
        {
            EnforcesStaged = arguments.GetValue(_staged),
            CalicoEdition = edition == "commercial" ? CalicoEdition.Commercial : CalicoEdition.Open,
        };
    }
}
