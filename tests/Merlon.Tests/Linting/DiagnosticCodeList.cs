using System.Reflection;
using System.Text.RegularExpressions;
using Merlon.Diagnostics;

namespace Merlon.Tests.Linting;

public sealed partial class DiagnosticCodeList
{
    [Fact]
    public void Every_id_is_unique() =>
        Assert.Equal(
            DiagnosticCodes.All.Length,
            DiagnosticCodes.All.Select(code => code.Id).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Every_id_is_upper_case_words_joined_by_hyphens() =>
        Assert.All(DiagnosticCodes.All, code => Assert.Matches(Id(), code.Id));

    [Fact]
    public void All_holds_every_code_in_order()
    {
        var fields = typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(DiagnosticCode))
            .Select(field => (DiagnosticCode)field.GetValue(null)!)
            .OrderBy(code => code.Id, StringComparer.Ordinal);
        Assert.Equal(fields, DiagnosticCodes.All);
    }

    [GeneratedRegex("^[A-Z0-9]+(-[A-Z0-9]+)*$")]
    private static partial Regex Id();
}
