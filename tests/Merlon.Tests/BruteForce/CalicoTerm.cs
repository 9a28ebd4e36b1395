namespace Merlon.Tests.BruteForce;

/// <summary>A selector of Calico: what it says, and one way to write it.</summary>
abstract record CalicoTerm
{
    /// <param name="labels">All labels of the thing, with those of what it belongs to under their prefixed keys.</param>
    /// <param name="prefix">What stands before every key of the selector among them.</param>
    public abstract bool Holds(IReadOnlyDictionary<string, string> labels, string prefix = "");

    public abstract string Write(Random random);

    protected static string Quote(string text, Random random) => random.Chance(50) ? $"'{text}'" : $"\"{text}\"";

    protected static string Blank(Random random) => random.Pick(["", " ", "  "]);
}

sealed record Everything : CalicoTerm
{
    public override bool Holds(IReadOnlyDictionary<string, string> labels, string prefix = "") => prefix switch
    {
        "pcns." => labels.ContainsKey("projectcalico.org/namespace"),
        "pcsa." => labels.ContainsKey("projectcalico.org/serviceaccount"),
        _ => true,
    };

    public override string Write(Random random) => $"all({Blank(random)})";
}

/// <summary>What is in no namespace.</summary>
sealed record Global : CalicoTerm
{
    public override bool Holds(IReadOnlyDictionary<string, string> labels, string prefix = "") =>
        !labels.ContainsKey("projectcalico.org/namespace");

    public override string Write(Random random) => "global()";
}

sealed record HasLabel(string Key) : CalicoTerm
{
    public override bool Holds(IReadOnlyDictionary<string, string> labels, string prefix = "") => labels.ContainsKey(prefix + Key);

    public override string Write(Random random) => $"has({Blank(random)}{Key}{Blank(random)})";
}

sealed record Comparison(string Key, string Operator, string Value) : CalicoTerm
{
    public override bool Holds(IReadOnlyDictionary<string, string> labels, string prefix = "")
    {
        if (!labels.TryGetValue(prefix + Key, out var found))
        {
            return Operator == "!=";
        }

        return Operator switch
        {
            "==" => found == Value,
            "!=" => found != Value,
            "contains" => found.Contains(Value, StringComparison.Ordinal),
            "starts with" => found.StartsWith(Value, StringComparison.Ordinal),
            "ends with" => found.EndsWith(Value, StringComparison.Ordinal),
            _ => throw new InvalidOperationException(Operator),
        };
    }

    public override string Write(Random random)
    {
        var word = random.Chance(30) ? Operator.Replace(" with", "with", StringComparison.Ordinal) : Operator;
        return $"{Key} {word}{Blank(random)}{Quote(Value, random)}";
    }
}

sealed record OneOf(string Key, bool IsNegated, IReadOnlyList<string> Values) : CalicoTerm
{
    public override bool Holds(IReadOnlyDictionary<string, string> labels, string prefix = "") =>
        (labels.TryGetValue(prefix + Key, out var found) && Values.Contains(found)) != IsNegated;

    public override string Write(Random random) =>
        $"{Key} {(IsNegated ? random.Pick(["not in", "notin"]) : "in")} {{{string.Join(", ", Values.Select(value => Quote(value, random)))}}}";
}

sealed record NotTerm(CalicoTerm Inner) : CalicoTerm
{
    public override bool Holds(IReadOnlyDictionary<string, string> labels, string prefix = "") => !Inner.Holds(labels, prefix);

    public override string Write(Random random) => $"!{Blank(random)}{Inner.Write(random)}";
}

/// <summary>Two terms, always in parentheses.</summary>
sealed record Joined(CalicoTerm Left, bool IsAnd, CalicoTerm Right) : CalicoTerm
{
    public override bool Holds(IReadOnlyDictionary<string, string> labels, string prefix = "") => IsAnd
        ? Left.Holds(labels, prefix) && Right.Holds(labels, prefix)
        : Left.Holds(labels, prefix) || Right.Holds(labels, prefix);

    public override string Write(Random random) => $"({Left.Write(random)} {(IsAnd ? "&&" : "||")} {Right.Write(random)})";
}
