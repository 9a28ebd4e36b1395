using Merlon.Evaluation;

namespace Merlon.Cli.Output;

/// <summary>Tells how what is staged differs from what is in force.</summary>
static class StagedText
{
    public static void Write(Page page, Verdict staged, Verdict enforced)
    {
        page.Line("");
        page.Wrapped(
            staged == enforced
                ? $"  staged policies change nothing here: it is {Word(enforced)} as it is"
                : $"  staged policies would change this: it is {Word(enforced)} as it is, and would be {Word(staged)}",
            4);
    }

    static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "allowed",
        Verdict.Deny => "denied",
        _ => "unknown",
    };
}
