namespace Merlon.Tests.Linting.Codes;

/// <summary>
/// What a file tells of a code: a text in which it fires, a near miss in which it does not, and where it has a fix, the
/// mended text and flows with their verdicts before and after.
/// </summary>
sealed record CodeCase(string Code, string Fires, string NearMiss, string? Fixed, IReadOnlyList<string> Verdicts)
{
    public static readonly string Folder = Path.Combine(Repository.Root, "tests", "Merlon.Tests", "Linting", "Codes");

    public static IEnumerable<string> Codes =>
        Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    string File => Path.Combine(Folder, $"{Code}.txt");

    public static CodeCase Read(string code)
    {
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        var current = "";
        foreach (var line in System.IO.File.ReadAllText(Path.Combine(Folder, $"{code}.txt")).Split('\n')[..^1])
        {
            if (line.StartsWith("== ", StringComparison.Ordinal)) sections[current = line[3..]] = "";
            else sections[current] += line + "\n";
        }
        // INVARIANT: a near miss says what keeps it from being a hit.
        var nearMiss = Assert.Single(sections, section => section.Key.StartsWith("near miss: ", StringComparison.Ordinal));
        return new CodeCase(
            code,
            sections["fires"],
            nearMiss.Value,
            sections.GetValueOrDefault("fixed"),
            sections.GetValueOrDefault("verdicts")?.Split('\n')[..^1] ?? []);
    }

    /// <summary>Writes the mended text and the verdicts anew.</summary>
    public void Accept(string mended, IEnumerable<string> verdicts)
    {
        var text = System.IO.File.ReadAllText(File);
        var end = text.IndexOf("== fixed\n", StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, $"{text[..end]}== fixed\n{mended}== verdicts\n{string.Join('\n', verdicts)}\n");
    }
}
