namespace Merlon.Cli.Tests.Cases;

/// <summary>
/// The folders of <c>tests/cases</c>: input, questions, and every byte that the program answers, standard error below a
/// line of its own. After a change that is meant, one command writes the answers anew, to be read in the diff:
/// <code>MERLON_ACCEPT=1 tests/Merlon.Cli.Tests/bin/Release/net10.0/Merlon.Cli.Tests</code>
/// Exit codes stand in the questions and are never written.
/// </summary>
public sealed class ExpectedOutputs
{
    const string ErrorHeading = "── standard error ──\n";

    static bool IsAccepting => Environment.GetEnvironmentVariable("MERLON_ACCEPT") == "1";

    public static TheoryData<string> Names => [.. CaseQuestion.All.Select(question => $"{question}")];

    public static TheoryData<string> TextNames =>
        [.. CaseQuestion.All
            .Where(question => question.File.EndsWith(".txt", StringComparison.Ordinal))
            .Select(question => $"{question}")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_answer_is_the_one_that_is_kept(string name)
    {
        var question = Find(name);
        var run = Ask(question);
        Assert.Equal(question.ExitCode, run.ExitCode);
        if (IsAccepting) File.WriteAllText(question.ExpectedPath, Shown(run));
        Assert.True(
            File.Exists(question.ExpectedPath), $"{question.ExpectedPath} is missing: MERLON_ACCEPT=1 writes it.");
        Assert.Equal(File.ReadAllText(question.ExpectedPath), Shown(run));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_question_gets_the_same_bytes_twice(string name)
    {
        var question = Find(name);
        var (first, second) = (Ask(question), Ask(question));
        Assert.Equal(first.Bytes, second.Bytes);
        Assert.Equal(first.Error, second.Error);
    }

    [Theory]
    [MemberData(nameof(TextNames))]
    public void Text_for_people_fits_the_page_without_trailing_blanks_or_colour(string name)
    {
        foreach (var line in Ask(Find(name)).OutputLines)
        {
            // Suggested YAML is to be copied and keeps its lines.
            Assert.True(
                line.Length <= Terminal.Width || line.StartsWith("    + ", StringComparison.Ordinal),
                $"{line.Length} columns: {line}");
            Assert.Equal(line.TrimEnd(), line);
            Assert.DoesNotContain('\u001b', line);
        }
    }

    [Theory]
    [MemberData(nameof(TextNames))]
    public void Colour_changes_no_word(string name)
    {
        var question = Find(name);
        var coloured = ProgramRun.In(question.Folder, question.Arguments, color: true);
        Assert.Equal(Ask(question).Output, Uncoloured(coloured.Output));
    }

    [Fact]
    public void No_kept_answer_lacks_its_question()
    {
        var known = CaseQuestion.All.Select(question => question.ExpectedPath).ToHashSet();
        var kept = CaseQuestion.All.Select(question => question.Folder).Distinct()
            .SelectMany(Directory.GetFiles)
            .Where(file => Path.GetFileName(file) is not ("questions" or "flows.jsonl"));
        Assert.DoesNotContain(kept, file => !known.Contains(file));
        Assert.Equal(CaseQuestion.All.Count, known.Count);
    }

    static CaseQuestion Find(string name) => CaseQuestion.All.Single(question => $"{question}" == name);

    static ProgramRun Ask(CaseQuestion question) => ProgramRun.In(question.Folder, question.Arguments);

    static string Shown(ProgramRun run) => run.Error.Length == 0 ? run.Output : run.Output + ErrorHeading + run.Error;

    static string Uncoloured(string text)
    {
        var parts = text.Split("\u001b[");
        return parts[0]
            + string.Concat(parts.Skip(1).Select(part => part[(part.IndexOf('m', StringComparison.Ordinal) + 1)..]));
    }
}
