namespace Merlon.Policies;

/// <summary>The side of a flow that a policy judges, seen from its subject.</summary>
public enum Direction
{
    /// <summary>The subject receives.</summary>
    Ingress,

    /// <summary>The subject sends.</summary>
    Egress,
}
