namespace Merlon.Evaluation;

/// <summary>How a special case is treated.</summary>
public enum Treatment
{
    /// <summary>Like any other flow.</summary>
    Evaluate,

    /// <summary>Allowed without asking a policy.</summary>
    Allow,
}
