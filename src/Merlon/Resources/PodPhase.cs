namespace Merlon.Resources;

/// <summary>The <c>status.phase</c> of a pod; <see cref="Unknown"/> also where a manifest has no status.</summary>
public enum PodPhase
{
    Unknown,
    Pending,
    Running,
    Succeeded,
    Failed,
}
