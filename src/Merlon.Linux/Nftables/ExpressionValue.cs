namespace Merlon.Linux.Nftables;

/// <summary>What an expression compares with.</summary>
/// <param name="Number">The value, read in the order of the network.</param>
/// <param name="Length">Its bytes, at most 16.</param>
readonly record struct ExpressionValue(UInt128 Number, int Length);
