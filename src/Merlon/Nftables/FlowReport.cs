using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>What a copy of a packet means.</summary>
/// <param name="Direction">The direction that was judged.</param>
/// <param name="IsDenial">Whether the packet was denied, or would have been.</param>
/// <param name="Because">The rule: its policy and number, or why none let it through.</param>
public sealed record FlowReport(Direction Direction, bool IsDenial, string Because);
