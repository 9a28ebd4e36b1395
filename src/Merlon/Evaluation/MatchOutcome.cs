namespace Merlon.Evaluation;

/// <summary>Whether something matches. Ordered: of alternatives the greatest counts, of conditions the least.</summary>
public enum MatchOutcome
{
    No,

    /// <summary>What would tell is not known.</summary>
    Unknown,

    Yes,
}
