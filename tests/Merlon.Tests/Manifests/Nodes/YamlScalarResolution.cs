using Merlon.Manifests.Nodes;

namespace Merlon.Tests.Manifests.Nodes;

/// <summary>What an unquoted scalar means to kubectl.</summary>
public sealed class YamlScalarResolution
{
    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("NULL")]
    public void Null_has_five_forms(string text) => Assert.Equal(ScalarType.Null, YamlScalar.Resolve(text));

    [Theory]
    [InlineData("y")]
    [InlineData("Y")]
    [InlineData("yes")]
    [InlineData("Yes")]
    [InlineData("YES")]
    [InlineData("on")]
    [InlineData("On")]
    [InlineData("ON")]
    [InlineData("true")]
    [InlineData("True")]
    [InlineData("TRUE")]
    [InlineData("n")]
    [InlineData("N")]
    [InlineData("no")]
    [InlineData("No")]
    [InlineData("NO")]
    [InlineData("off")]
    [InlineData("Off")]
    [InlineData("OFF")]
    [InlineData("false")]
    [InlineData("False")]
    [InlineData("FALSE")]
    public void The_words_of_yaml_1_1_are_truth_values(string text) =>
        Assert.Equal(ScalarType.Boolean, YamlScalar.Resolve(text));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("80", 80)]
    [InlineData("-1", -1)]
    [InlineData("+7", 7)]
    [InlineData("1_000", 1000)]
    [InlineData("010", 8)]
    [InlineData("-010", -8)]
    [InlineData("0o17", 15)]
    [InlineData("0x1F", 31)]
    [InlineData("-0x1f", -31)]
    [InlineData("0b101", 5)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("80.0", 80)]
    [InlineData("8e1", 80)]
    [InlineData("08", 8)]
    [InlineData("1_0.0", 10)]
    public void Whole_numbers_have_many_forms(string text, long value)
    {
        Assert.Equal(ScalarType.Integer, YamlScalar.Resolve(text));
        Assert.True(YamlScalar.TryInteger(text, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-.5")]
    [InlineData(".5e-1")]
    [InlineData("1_0.5")]
    [InlineData("9223372036854775808")]
    [InlineData("1e300")]
    [InlineData(".inf")]
    [InlineData("-.Inf")]
    [InlineData(".NaN")]
    public void Other_numbers_are_no_whole_ones(string text)
    {
        Assert.Equal(ScalarType.Float, YamlScalar.Resolve(text));
        Assert.False(YamlScalar.TryInteger(text, out _));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("yEs")]
    [InlineData("tRUE")]
    [InlineData("nULL")]
    [InlineData("oN")]
    [InlineData("1.2.3")]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.0.0.1")]
    [InlineData("2001-12-14")]
    [InlineData("0x")]
    [InlineData("0xfg")]
    [InlineData("0b12")]
    [InlineData("0o8")]
    [InlineData("1e")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("_1")]
    [InlineData("1,000")]
    [InlineData("80/TCP")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData("infinity")]
    [InlineData("NaN")]
    public void Everything_else_is_text(string text) => Assert.Equal(ScalarType.String, YamlScalar.Resolve(text));

    [Theory]
    [InlineData("80", "FIELD-TYPE")]
    [InlineData("\"80\"", null)]
    [InlineData("'yes'", null)]
    [InlineData("yes", "FIELD-TYPE")]
    [InlineData("!!str 80", null)]
    [InlineData("! 80", null)]
    [InlineData("!!int \"80\"", "FIELD-TYPE")]
    [InlineData("\"null\"", null)]
    [InlineData("null", null)]
    [InlineData("1.5", "FIELD-TYPE")]
    [InlineData("\"\"", null)]
    public void Quotes_and_tags_decide_before_the_form(string value, string? code)
    {
        var manifests = Reading.Of($"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, labels: {{x: {value}}}}}\n");
        Assert.Equal(code, manifests.Diagnostics.SingleOrDefault()?.Code.Id);
    }

    [Theory]
    [InlineData("on", "true")]
    [InlineData("no", "false")]
    [InlineData("010", "8")]
    [InlineData("'on'", "on")]
    [InlineData("only", "only")]
    public void Keys_become_what_their_value_is_in_json(string key, string label)
    {
        var manifests = Reading.Of($"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, labels: {{{key}: x}}}}\n");
        Assert.Empty(manifests.Diagnostics);
        Assert.Equal(label, Assert.Single(Assert.Single(manifests.Resources.Pods).Meta.Labels).Key);
    }

    [Fact]
    public void Keys_that_become_the_same_are_repeated()
    {
        var manifests = Reading.Of("apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {yes: x, on: y}}\n");
        Assert.Equal(["YAML-DUPKEY 3:38"], Reading.Found(manifests));
    }

    [Fact]
    public void Null_is_no_key()
    {
        var manifests = Reading.Of("apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {~: x}}\n");
        Assert.Equal(["YAML-SYNTAX 3:30"], Reading.Found(manifests));
    }
}
