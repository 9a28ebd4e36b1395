using Merlon.Apis.CalicoV3.Selectors;

namespace Merlon.Tests.Apis.CalicoV3.Selectors;

public sealed class SelectorFaults
{
    [Theory]
    [InlineData("a = 'b'", 2, "write `==`")]
    [InlineData("a == b", 5, "write \"b\"")]
    [InlineData("'b1' == b", 0, "before the operator")]
    [InlineData("b", 1, "has(b)")]
    [InlineData("a b", 2, "operator is missing")]
    [InlineData("a == 'b' & c == 'd'", 9, "`&&`")]
    [InlineData("a == 'b' | c == 'd'", 9, "`||`")]
    [InlineData("a == 'b' c == 'd'", 9, "`&&` or `||`")]
    [InlineData("foo in \"\"", 7, "list in braces")]
    [InlineData("foo in {\"\", ||", 12, "in quotes")]
    [InlineData("foo in {\"a\"", 11, "`}`")]
    [InlineData("role == 'db", 8, "no closing '")]
    [InlineData("(a == 'b'", 9, "`)` is missing")]
    [InlineData("a == 'b')", 8, "closes nothing")]
    [InlineData("()", 1, "condition is missing")]
    [InlineData("has(a) &&", 9, "ends too early")]
    [InlineData("has()", 4, "needs a label")]
    [InlineData("has(a b)", 6, "no closing `)`")]
    [InlineData("has (a)", 4, "says nothing alone")]
    [InlineData("a == 'b' &&\n c == 'd'", 11, "one line")]
    [InlineData("label starts foo 'x'", 6, "needs `with`")]
    [InlineData("%", 0, "`%` cannot stand here")]
    [InlineData("a == 'b' && %", 12, "`%` cannot stand here")]
    public void The_fault_names_its_character(string text, int position, string message)
    {
        var fault = SelectorParser.Read(text, SelectorScope.Things, out var formula);
        Assert.Null(formula);
        Assert.NotNull(fault);
        Assert.Equal(position, fault.Position);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_of_513_characters_is_too_long()
    {
        var text = new string('a', 513) + " == 'b'";
        Assert.NotNull(SelectorParser.Read(text, SelectorScope.Things, out _));
        Assert.Null(SelectorParser.Read(text[1..], SelectorScope.Things, out _));
    }

    [Fact]
    public void Deep_nesting_is_a_fault_and_no_crash()
    {
        var text = new string('(', 100_000);
        var fault = SelectorParser.Read(text, SelectorScope.Things, out _);
        Assert.Contains("too deeply", fault?.Message, StringComparison.Ordinal);
    }
}
