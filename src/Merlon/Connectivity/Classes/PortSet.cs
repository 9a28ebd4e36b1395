using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// What may be sent, by protocol and port. Equal when it means the same: spans are in order, and neighbours differ.
/// </summary>
sealed class PortSet : IEquatable<PortSet>
{
    // The first and last port of each span, as numbers that grow with protocol and port.
    readonly (int First, int Last)[] _bounds;
    readonly int _hash;

    PortSet(ImmutableArray<PortSpan> spans, int place)
    {
        (Spans, Place) = (spans, place);
        _bounds = [.. spans.Select(span => (Bound(span, span.Ports.First), Bound(span, span.Ports.Last)))];
        var hash = new HashCode();
        foreach (var span in spans) hash.Add(span);
        _hash = hash.ToHashCode();
    }

    public static PortSet None { get; } = new([], -1);

    /// <summary>By protocol, then port; neither overlapping nor mergeable.</summary>
    public ImmutableArray<PortSpan> Spans { get; }

    /// <summary>Its number among the sets of a map, for tables; -1 for a set that has none.</summary>
    public int Place { get; }

    /// <summary>The same with a number.</summary>
    public PortSet WithPlace(int place) => new(Spans, place);

    /// <summary>Of spans in order that do not overlap.</summary>
    public static PortSet Of(IEnumerable<PortSpan> ordered)
    {
        var spans = ImmutableArray.CreateBuilder<PortSpan>();
        foreach (var span in ordered)
        {
            if (spans.Count > 0 && spans[^1] is var last && last.Protocol == span.Protocol
                && last.Verdict == span.Verdict && last.Ports.Last + 1 == span.Ports.First)
            {
                spans[^1] = last with { Ports = new PortRange(last.Ports.First, span.Ports.Last) };
            }
            else
            {
                spans.Add(span);
            }
        }
        return spans.Count == 0 ? None : new PortSet(spans.ToImmutable(), -1);
    }

    /// <summary>What passes both: denied by one is denied, and unknown to one is unknown.</summary>
    public PortSet Intersect(PortSet other)
    {
        List<PortSpan>? both = null;
        for (int i = 0, j = 0; i < _bounds.Length && j < other._bounds.Length;)
        {
            var (first, last) = _bounds[i];
            var (otherFirst, otherLast) = other._bounds[j];
            if (first <= otherLast && otherFirst <= last) (both ??= []).Add(Both(Spans[i], other.Spans[j]));
            if (last <= otherLast) i++;
            else j++;
        }
        return both is null ? None : Of(both);
    }

    static int Bound(PortSpan span, ushort port) => (span.Protocol.Number << 16) | port;

    static PortSpan Both(PortSpan one, PortSpan other) => new(
        one.Protocol,
        new PortRange(Math.Max(one.Ports.First, other.Ports.First), Math.Min(one.Ports.Last, other.Ports.Last)),
        one.Verdict == Verdict.Allow ? other.Verdict : Verdict.Unknown);

    public bool Equals(PortSet? other) =>
        other is not null && (ReferenceEquals(this, other) || Spans.AsSpan().SequenceEqual(other.Spans.AsSpan()));

    public override bool Equals(object? obj) => Equals(obj as PortSet);

    public override int GetHashCode() => _hash;
}
