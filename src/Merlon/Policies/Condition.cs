using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Policies;

/// <summary>
/// What must hold for a rule to match, beside its peers and ports. A closed family. The lists are alternatives, and a
/// condition that is negated holds where none of them does.
/// </summary>
/// <param name="IsNegated">Whether it holds where what it says does not.</param>
/// <param name="Origin">Where it is written.</param>
public abstract record Condition(bool IsNegated, SourceLocation Origin)
{
    /// <summary>The other end is one of the peers.</summary>
    public sealed record OtherEnd(ImmutableArray<Peer> Peers, bool IsNegated, SourceLocation Origin)
        : Condition(IsNegated, Origin)
    {
        public bool Equals(OtherEnd? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => HashCode.Combine(IsNegated, Origin);

        private protected override string Words => $"the other end is {string.Join(" or ", Peers)}";
    }

    /// <summary>The end that is judged is one of the peers.</summary>
    public sealed record Subject(ImmutableArray<Peer> Peers, bool IsNegated, SourceLocation Origin)
        : Condition(IsNegated, Origin)
    {
        public bool Equals(Subject? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => HashCode.Combine(IsNegated, Origin);

        private protected override string Words => $"the subject is {string.Join(" or ", Peers)}";
    }

    /// <summary>The destination port is one of these.</summary>
    public sealed record DestinationPorts(ImmutableArray<PortMatch> Ports, bool IsNegated, SourceLocation Origin)
        : Condition(IsNegated, Origin)
    {
        public bool Equals(DestinationPorts? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => HashCode.Combine(IsNegated, Origin);

        private protected override string Words => $"the destination port is {string.Join(" or ", Ports)}";
    }

    /// <summary>The source port is one of these. Names are those of the sending pod.</summary>
    public sealed record SourcePorts(ImmutableArray<PortMatch> Ports, bool IsNegated, SourceLocation Origin)
        : Condition(IsNegated, Origin)
    {
        public bool Equals(SourcePorts? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => HashCode.Combine(IsNegated, Origin);

        private protected override string Words => $"the source port is {string.Join(" or ", Ports)}";
    }

    /// <summary>The packet is of the protocol.</summary>
    public sealed record Transport(Protocol Protocol, bool IsNegated, SourceLocation Origin)
        : Condition(IsNegated, Origin)
    {
        private protected override string Words => $"the protocol is {Protocol}";
    }

    /// <summary>The ICMP message is of the type, and of the code where one is given.</summary>
    public sealed record Icmp(byte Type, byte? Code, bool IsNegated, SourceLocation Origin)
        : Condition(IsNegated, Origin)
    {
        private protected override string Words => $"the ICMP type is {Type}{(Code is { } code ? $", code {code}" : "")}";
    }

    /// <summary>The packet is of the IP version.</summary>
    public sealed record Version(IpFamily Family, bool IsNegated, SourceLocation Origin)
        : Condition(IsNegated, Origin)
    {
        private protected override string Words => $"it is {Family}";
    }

    /// <summary>The destination, with its port, stands behind a Service, ready or not.</summary>
    public sealed record BackendPort(string Namespace, string Service, SourceLocation Origin) : Condition(false, Origin)
    {
        private protected override string Words => $"it goes to a port behind svc/{Namespace}/{Service}";
    }

    /// <summary>Something that only what is not known here can tell, such as a request's path.</summary>
    /// <param name="What">What it is about.</param>
    /// <param name="Origin">Where it is written.</param>
    public sealed record Unknowable(string What, SourceLocation Origin) : Condition(false, Origin)
    {
        private protected override string Words => What;
    }

    private protected abstract string Words { get; }

    /// <summary>For example <c>not (the other end is 10.0.0.0/8)</c>.</summary>
    public sealed override string ToString() => IsNegated ? $"not ({Words})" : Words;
}
