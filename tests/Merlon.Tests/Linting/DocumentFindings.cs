using System.Globalization;
using System.Text.RegularExpressions;
using Merlon.Documents;
using Merlon.Linting;
using Merlon.Linting.Configuration;
using Merlon.Manifests;

namespace Merlon.Tests.Linting;

/// <summary>The pages with the mistakes of well-known guides: their README tells every finding, and why it is right.</summary>
public sealed partial class DocumentFindings
{
    static readonly string Folder = Path.Combine(Repository.Root, "samples", "documents");

    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path))
            .Where(name => DocumentReader.IsDocument(name) && name != "README.md")
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Lint_finds_what_the_README_tells_and_no_more(string page)
    {
        var told = Row().Matches(File.ReadAllText(Path.Combine(Folder, "README.md")))
            .Where(row => row.Groups["page"].Value == page)
            .Select(row => $"{row.Groups["line"].Value} {row.Groups["code"].Value}")
            .ToList();

        Assert.NotEmpty(told);
        Assert.Equal(told, Found(page));
    }

    static IEnumerable<string> Found(string page)
    {
        var source = new SourceText(page, File.ReadAllBytes(Path.Combine(Folder, page)));
        var document = DocumentReader.Read(source);
        var faults = new List<string>();
        var configuration = ConfigurationReader.Read(
            new SourceText("merlon.yaml", File.ReadAllBytes(Path.Combine(Folder, "merlon.yaml"))), faults);
        Assert.Empty(faults);
        var options = new LintOptions
        {
            Facts = configuration.Facts,
            Sources = [source],
            Documents = [document],
            HostFirewalls = DocumentReader.Firewall(document) is { } firewall ? [firewall] : [],
        };
        return Linter.Lint(ManifestReader.Read(DocumentReader.Manifests(document)), options)
            .Select(found => string.Create(CultureInfo.InvariantCulture, $"{found.Location.Line} {found.Code}"));
    }

    [GeneratedRegex(@"^\| (?<page>\S+) \| (?<line>[0-9]+) \| (?<code>[A-Z0-9-]+) \| \S.* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
