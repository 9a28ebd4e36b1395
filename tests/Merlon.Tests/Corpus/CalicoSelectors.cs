using System.Text.Json;
using Merlon.Apis.CalicoV3.Selectors;
using Merlon.Model;

namespace Merlon.Tests.Corpus;

/// <summary>Calico's own tables of selectors: what they match, their canonical text, their tokens, their errors.</summary>
public sealed class CalicoSelectors
{
    static readonly Lazy<Dictionary<string, JsonElement>> Lines = new(() =>
        CorpusFolder.Lines("selectors/calico-selectors.jsonl").ToDictionary(line => line.GetProperty("id").GetString()!));

    public static TheoryData<string> Ids => [.. Lines.Value.Keys.DefaultIfEmpty("(absent)")];

    [Theory]
    [MemberData(nameof(Ids), DisableDiscoveryEnumeration = true)]
    public void The_table_agrees(string id)
    {
        CorpusFolder.Require();
        var line = Lines.Value[id];
        var text = line.GetProperty("selector").GetString()!;
        switch (line.GetProperty("kind").GetString())
        {
            case "eval":
                var labels = line.GetProperty("labels").EnumerateObject()
                    .Select(label => KeyValuePair.Create(label.Name, label.Value.GetString()!));
                Assert.Equal(line.GetProperty("expect").GetBoolean(), Read(text).Matches(new Thing(LabelSet.From(labels))));
                break;
            case "invalid":
                var fault = SelectorParser.Read(text, SelectorScope.Things, out _);
                Assert.NotNull(fault);
                Assert.InRange(fault.Position, 0, text.Length);
                break;
            case "canonical":
                Assert.Equal(line.GetProperty("canonical").GetString(), Read(text).ToString());
                break;
            case "tokenize":
                Assert.Equal(
                    line.GetProperty("tokens").EnumerateArray().Select(token => $"{token[0]} {token[1]}"),
                    SelectorLexer.Tokenize(text).Select(token => $"{NameOf(token.Kind)} {token.Text}"));
                break;
            case "label-restrictions":
                Assert.Equal(Restrictions(line.GetProperty("restrictions")), Restrictions(Read(text)));
                break;
            case var kind:
                Assert.Fail($"Nothing is known of {kind}.");
                break;
        }
    }

    [Fact]
    public void All_lines_are_there()
    {
        CorpusFolder.Require();
        Assert.Equal(155, Lines.Value.Count);
    }

    static LabelFormula Read(string text)
    {
        var fault = SelectorParser.Read(text, SelectorScope.Things, out var formula);
        Assert.Null(fault);
        return formula!;
    }

    static List<string> Restrictions(JsonElement expected) => expected.ValueKind == JsonValueKind.Null
        ? []
        : [.. expected.EnumerateObject().OrderBy(label => label.Name, StringComparer.Ordinal).Select(label => Line(
            label.Name,
            label.Value.GetProperty("MustBePresent").GetBoolean(),
            label.Value.GetProperty("MustBeAbsent").GetBoolean(),
            label.Value.GetProperty("MustHaveOneOfValues") is { ValueKind: JsonValueKind.Array } values
                ? values.EnumerateArray().Select(value => value.GetString()!)
                : null))];

    static List<string> Restrictions(LabelFormula formula) =>
        [.. formula.Restrictions.Select(label => Line(
            label.Key, label.Value.MustBePresent, label.Value.MustBeAbsent, label.Value.Values))];

    static string Line(string label, bool present, bool absent, IEnumerable<string>? values) =>
        $"{label} {present} {absent} {(values is null ? "any" : $"[{string.Join(',', values)}]")}";

    static string NameOf(SelectorTokenKind kind) => kind switch
    {
        SelectorTokenKind.String => "TokStringLiteral",
        SelectorTokenKind.Equal => "TokEq",
        SelectorTokenKind.NotEqual => "TokNe",
        SelectorTokenKind.OpenParenthesis => "TokLParen",
        SelectorTokenKind.CloseParenthesis => "TokRParen",
        SelectorTokenKind.OpenBrace => "TokLBrace",
        SelectorTokenKind.CloseBrace => "TokRBrace",
        SelectorTokenKind.End => "TokEOF",
        _ => $"Tok{kind}",
    };

    sealed record Thing(LabelSet Labels) : ILabelled
    {
        public ClusterNamespace? Namespace => null;

        public ServiceAccount? ServiceAccount => null;
    }
}
