using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Policies;

/// <summary>Which destination ports a rule speaks of. A closed family.</summary>
/// <param name="Protocol">The protocol of the ports.</param>
/// <param name="Origin">Where it is written.</param>
public abstract record PortMatch(Protocol Protocol, SourceLocation Origin)
{
    /// <summary>Ports by number.</summary>
    public sealed record Numbered(Protocol Protocol, PortRange Ports, SourceLocation Origin)
        : PortMatch(Protocol, Origin)
    {
        public override string ToString() => Ports == PortRange.All ? $"any {Protocol} port" : $"{Protocol} {Ports}";
    }

    /// <summary>
    /// The number that the destination pod gives the name for this protocol; nothing where it has none.
    /// </summary>
    public sealed record Named(Protocol Protocol, string Name, SourceLocation Origin) : PortMatch(Protocol, Origin)
    {
        public override string ToString() => $"{Protocol} {Name}";
    }
}
