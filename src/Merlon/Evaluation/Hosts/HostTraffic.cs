namespace Merlon.Evaluation.Hosts;

/// <summary>What a flow is to a host.</summary>
public enum HostTraffic
{
    /// <summary>It ends on the host.</summary>
    Input,

    /// <summary>It starts on the host.</summary>
    Output,

    /// <summary>The host passes it on.</summary>
    Forward,
}
