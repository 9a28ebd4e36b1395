using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// What may be sent, by protocol and port. Equal when it means the same: spans are in order, and neighbours differ.
/// </summary>
sealed class PortSet : IEquatable<PortSet>
{
    readonly int _hash;

    PortSet(ImmutableArray<PortSpan> spans, int place)
    {
        (Spans, Place) = (spans, place);
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

    public Verdict At(Protocol protocol, ushort port)
    {
        foreach (var span in Spans)
        {
            if (span.Protocol == protocol && span.Ports.Contains(port)) return span.Verdict;
        }
        return Verdict.Deny;
    }

    /// <summary>What passes both: denied by one is denied, and unknown to one is unknown.</summary>
    public PortSet Intersect(PortSet other)
    {
        List<PortSpan>? both = null;
        for (int i = 0, j = 0; i < Spans.Length && j < other.Spans.Length;)
        {
            var (a, b) = (Spans[i], other.Spans[j]);
            var order = a.Protocol.CompareTo(b.Protocol);
            if (order == 0)
            {
                var first = Math.Max(a.Ports.First, b.Ports.First);
                var last = Math.Min(a.Ports.Last, b.Ports.Last);
                if (first <= last)
                {
                    var verdict = a.Verdict == Verdict.Allow ? b.Verdict : Verdict.Unknown;
                    (both ??= []).Add(new PortSpan(a.Protocol, new PortRange(first, last), verdict));
                }
                order = a.Ports.Last.CompareTo(b.Ports.Last);
            }
            if (order <= 0) i++;
            else j++;
        }
        return both is null ? None : Of(both);
    }

    public bool Equals(PortSet? other) =>
        other is not null && (ReferenceEquals(this, other) || Spans.AsSpan().SequenceEqual(other.Spans.AsSpan()));

    public override bool Equals(object? obj) => Equals(obj as PortSet);

    public override int GetHashCode() => _hash;
}
