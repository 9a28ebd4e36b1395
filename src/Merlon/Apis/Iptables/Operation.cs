namespace Merlon.Apis.Iptables;

/// <summary>What a command does to a table.</summary>
enum Operation
{
    Append,
    Insert,
    Replace,
    Delete,
    NewChain,
    RemoveChain,
    RenameChain,
    Flush,
    Policy,

    /// <summary>Lists, checks or zeroes counters: changes no rule.</summary>
    Look,
}
