using System.CommandLine;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Cli.Input;

/// <summary>The options for what the API leaves open and engines do differently.</summary>
sealed class EngineOptions
{
    const string Names =
        "self, hairpin, localNodeIngress, localNodeEgress, icmp = allow|evaluate; ipBlockMatchesPods, "
        + "ipBlockMatchesNodes, masqueradeToNodes = true|false; "
        + "namedPortContainers = regular|sidecar|init; serviceIPPolicy = postDNAT|preDNAT";

    readonly Option<string[]> _options = new("--option")
    {
        Description = $"What the API leaves to the engine, NAME=VALUE: {Names}.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    public void AddTo(Command command) => command.Options.Add(_options);

    /// <summary>The options; null where one is wrong, which has been told on standard error.</summary>
    public EvaluationOptions? Read(ParseResult arguments, Terminal terminal)
    {
        var options = EvaluationOptions.Default;
        var wrong = new List<string>();
        foreach (var text in arguments.GetValue(_options) ?? [])
        {
            if (Apply(options, text) is { } applied) options = applied;
            else wrong.Add(text);
        }
        foreach (var text in wrong) terminal.Fail($"`{text}` is not an option: {Names}");
        return wrong.Count == 0 ? options : null;
    }

    static EvaluationOptions? Apply(EvaluationOptions options, string text)
    {
        var parts = text.Split('=', 2);
        if (parts is not [var name, var value]) return null;
        return name switch
        {
            "self" => TreatmentOf(value) is { } treatment ? options with { Self = treatment } : null,
            "hairpin" => TreatmentOf(value) is { } treatment ? options with { Hairpin = treatment } : null,
            "localNodeIngress" =>
                TreatmentOf(value) is { } treatment ? options with { LocalNodeIngress = treatment } : null,
            "localNodeEgress" =>
                TreatmentOf(value) is { } treatment ? options with { LocalNodeEgress = treatment } : null,
            "icmp" => TreatmentOf(value) is { } treatment ? options with { Icmp = treatment } : null,
            "ipBlockMatchesPods" =>
                bool.TryParse(value, out var matches) ? options with { IpBlockMatchesPods = matches } : null,
            "ipBlockMatchesNodes" =>
                bool.TryParse(value, out var matches) ? options with { IpBlockMatchesNodes = matches } : null,
            "masqueradeToNodes" =>
                bool.TryParse(value, out var masquerades) ? options with { MasqueradeToNodes = masquerades } : null,
            "namedPortContainers" =>
                ContainersOf(value) is { } kind ? options with { NamedPortContainers = kind } : null,
            "serviceIPPolicy" => PolicyOf(value) is { } policy ? options with { ServiceIPPolicy = policy } : null,
            _ => null,
        };
    }

    static Treatment? TreatmentOf(string value) => value switch
    {
        "allow" or "always" => Treatment.Allow,
        "evaluate" => Treatment.Evaluate,
        _ => null,
    };

    static ContainerKind? ContainersOf(string value) => value.ToLowerInvariant() switch
    {
        "regular" => ContainerKind.Regular,
        "sidecar" => ContainerKind.Sidecar,
        "init" => ContainerKind.Init,
        _ => null,
    };

    static ServiceIPPolicy? PolicyOf(string value) => value.ToLowerInvariant() switch
    {
        "postdnat" => ServiceIPPolicy.PostDnat,
        "prednat" => ServiceIPPolicy.PreDnat,
        _ => null,
    };
}
