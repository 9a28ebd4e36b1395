using System.Globalization;

namespace Merlon.Model;

/// <summary>An inclusive range of transport ports. Never empty. Ordered by first, then last port.</summary>
public readonly record struct PortRange : IComparable<PortRange>
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="first"/> exceeds
    /// <paramref name="last"/>.</exception>
    public PortRange(ushort first, ushort last)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, last);
        (First, Last) = (first, last);
    }

    /// <summary>Every port, 0 included: what a rule without a port means.</summary>
    public static PortRange All { get; } = new(0, ushort.MaxValue);

    public ushort First { get; }

    public ushort Last { get; }

    public bool Contains(ushort port) => First <= port && port <= Last;

    public int CompareTo(PortRange other) =>
        First != other.First ? First.CompareTo(other.First) : Last.CompareTo(other.Last);

    /// <summary><c>80</c> or <c>9001-9022</c>.</summary>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
