using System.Globalization;

namespace Merlon.Cli.Tests.Cases;

/// <summary>
/// One line of a case's <c>questions</c>: the file of the expected output, the exit code, the arguments.
/// </summary>
sealed record CaseQuestion(string Case, string File, int ExitCode, string[] Arguments)
{
    const string ListName = "questions";

    static readonly string Root = Path.Combine(Repository.Root, "tests", "cases");

    public string Folder => Path.Combine(Root, Case);

    public string ExpectedPath => Path.Combine(Folder, File);

    public static IReadOnlyList<CaseQuestion> All { get; } =
    [
        .. Directory.GetFiles(Root, ListName, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(list => System.IO.File.ReadAllLines(list)
                .Select(line => Read(Path.GetRelativePath(Root, Path.GetDirectoryName(list)!), line))),
    ];

    static CaseQuestion Read(string @case, string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new CaseQuestion(@case, words[0], int.Parse(words[1], CultureInfo.InvariantCulture), words[2..]);
    }

    public override string ToString() => $"{Case}/{File}";
}
