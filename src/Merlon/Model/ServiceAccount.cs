namespace Merlon.Model;

/// <summary>The account that a pod runs as.</summary>
/// <param name="Name">Its name in the pod's namespace.</param>
/// <param name="Labels">Its labels; empty where no manifest defines it.</param>
public sealed record ServiceAccount(string Name, LabelSet Labels)
{
    /// <summary>The account of a pod that names none.</summary>
    public const string DefaultName = "default";
}
