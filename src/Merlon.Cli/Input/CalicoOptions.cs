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

    readonly Option<string> _backstop = new("--calico-backstop")
    {
        Description = "What stands behind policies of Calico 2: nothing, as in Calico 3 (none, default), or the policy that "
            + "passed on what they left undecided (v2).",
        HelpName = "none|v2",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_staged);
        command.Options.Add(_edition);
        command.Options.Add(_backstop);
    }

    /// <summary>The options with Calico's; what is wrong is added to the errors.</summary>
    public ReadOptions Apply(ParseResult arguments, ReadOptions options, List<string> errors)
    {
        var edition = arguments.GetValue(_edition);
        if (edition is not (null or "open" or "commercial"))
        {
            errors.Add($"`{edition}` is not an edition of Calico: open or commercial");
        }
        var backstop = arguments.GetValue(_backstop);
        if (backstop is not (null or "none" or "v2")) errors.Add($"`{backstop}` is not a backstop of Calico: none or v2");
        return options with
        {
            HasCalicoBackstop = backstop == "v2",
            EnforcesStaged = arguments.GetValue(_staged),
            CalicoEdition = edition == "commercial" ? CalicoEdition.Commercial : CalicoEdition.Open,
        };
    }
}
