namespace Merlon.Evaluation;

/// <summary>What happens to a flow.</summary>
public enum Verdict
{
    Allow,
    Deny,

    /// <summary>The data that decides is not there, or the question means flows that fare differently.</summary>
    Unknown,
}
