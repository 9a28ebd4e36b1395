namespace Merlon.Evaluation.Hosts;

/// <summary>Which policies of a host endpoint a packet meets.</summary>
[Flags]
enum HostStages
{
    None = 0,
    Untracked = 1,
    PreDnat = 2,

    /// <summary>Those of what ends or starts on the host, and the profiles behind them.</summary>
    Own = 4,

    /// <summary>In place of these, the failsafe ports: none is asked.</summary>
    Failsafe = 8,

    /// <summary>Those of what the host passes on.</summary>
    Forward = 16,
}
