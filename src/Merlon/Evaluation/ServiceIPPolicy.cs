namespace Merlon.Evaluation;

/// <summary>Which destination egress policies see when a client addresses a Service.</summary>
public enum ServiceIPPolicy
{
    /// <summary>The backend that was chosen, and its port.</summary>
    PostDnat,

    /// <summary>The Service's address and port; a block that holds the address matches.</summary>
    PreDnat,
}
