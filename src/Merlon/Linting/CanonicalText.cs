using System.Collections.Immutable;
using System.Globalization;
using Merlon.Apis.NetworkPolicyV1;
using Merlon.Resources;

namespace Merlon.Linting;

/// <summary>Texts of parts of valid policies that are equal only where the parts mean the same.</summary>
static class CanonicalText
{
    public static string Of(RuleSpec rule) => $"{Set(rule.Peers, Of)} for {Set(rule.Ports, Of)}";

    public static string Of(PeerSpec peer) => peer.IpBlock is { } block
        ? $"{block.Cidr.Value} except {Set(block.Except.Select(except => $"{except.Value}"))}"
        : $"{(peer.NamespaceSelector is null ? "own namespace" : Of(peer.NamespaceSelector))} / {Of(peer.PodSelector)}";

    public static string Of(PortSpec port) => port.Port is { Number: { } first }
        ? string.Create(CultureInfo.InvariantCulture, $"{port.EffectiveProtocol} {first}-{port.EndPort ?? first}")
        : $"{port.EffectiveProtocol} {port.Port}";

    static string Of(LabelSelectorSpec? selector) => $"({selector?.ToExpression()})";

    static string Set<T>(ImmutableArray<T> parts, Func<T, string> text) => parts.Length == 1
        ? text(parts[0])
        : Set(parts.Select(text));

    static string Set(IEnumerable<string> parts)
    {
        var distinct = parts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return distinct is [var only] ? only : $"[{string.Join("; ", distinct)}]";
    }
}
