namespace Merlon.Lab.Probing;

/// <summary>What became of a packet. Ordered: each says more than the one before.</summary>
public enum Observation
{
    /// <summary>It did not arrive within the time, and no answer came.</summary>
    Silent,

    /// <summary>It arrived; its answer did not.</summary>
    Arrived,

    /// <summary>Its answer came back.</summary>
    Answered,
}
