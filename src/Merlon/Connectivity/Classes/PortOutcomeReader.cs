using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Connectivity.Classes;

/// <summary>Asks rules what they say at which ports, each as seldom as can be.</summary>
sealed class PortOutcomeReader(RuleMatcher matcher, PortCuts cuts, PortAtoms atoms)
{
    readonly Dictionary<Ports, PortOutcomes> _plain = [];

    /// <summary>What the rule says to the subject.</summary>
    public PortOutcomes Of(ClassRule rule, FlowEnd subject, Direction direction)
    {
        if (rule.LooksAtSubject(direction)) return Read(rule, subject, direction);
        ref var known = ref rule.Outcomes[subject.Address is not { } address ? 2 : address.Family == IpFamily.IPv4 ? 0 : 1];
        if (known is not null) return known;
        if (!rule.Rule.Conditions.IsEmpty || !rule.Names.IsEmpty) return known = Read(rule, subject, direction);
        // A rule of numbered ports alone says what any other with these ports says.
        var ports = new Ports(rule.Rule.Ports, subject.Address?.Family);
        if (!_plain.TryGetValue(ports, out var same)) _plain.Add(ports, same = Read(rule, subject, direction));
        return known = same;
    }

    PortOutcomes Read(ClassRule rule, FlowEnd subject, Direction direction)
    {
        var outcomes = new PortOutcomes(new BitSet(atoms.Count), new BitSet(atoms.Count), new BitSet(atoms.Count));
        // Someone of the subject's IP version, where it does not matter who.
        var anyone = FlowEnd.Outside(IpAddress.Create(subject.Address?.Family ?? IpFamily.IPv4, 0));
        foreach (var stretch in cuts.Stretches(rule.Rule, subject.Address?.Family))
        {
            var where = LooksAtPeer(rule, subject, direction, stretch)
                ? outcomes.Asked
                : matcher.Match(rule.Rest, FlowOf(subject, anyone, direction, stretch), direction) switch
                {
                    MatchOutcome.Yes => outcomes.Yes,
                    MatchOutcome.Unknown => outcomes.Unknown,
                    _ => null,
                };
            if (where is not null) atoms.AddWithin(stretch, where);
        }
        return outcomes;
    }

    /// <summary>A flow between the subject and another end, in the direction, at the first port of the stretch.</summary>
    public static Flow FlowOf(FlowEnd subject, FlowEnd peer, Direction direction, PortStretch stretch) =>
        direction == Direction.Egress
            ? new Flow(subject, peer, stretch.Protocol, stretch.Ports.First)
            : new Flow(peer, subject, stretch.Protocol, stretch.Ports.First);

    bool LooksAtPeer(ClassRule rule, FlowEnd subject, Direction direction, PortStretch stretch) =>
        (direction == Direction.Egress
            && (rule.AsksBackends || (!rule.Names.IsEmpty && cuts.IsNamed(rule.Names, stretch))))
        || (direction == Direction.Ingress && rule.SourceNames.Any(port => port.Protocol == stretch.Protocol))
        || (rule.AsksVersion && subject.Address is null);

    /// <summary>Entries on ports by what they mean, wherever they are written.</summary>
    readonly struct Ports(ImmutableArray<PortMatch> entries, IpFamily? family) : IEquatable<Ports>
    {
        readonly ImmutableArray<PortMatch> _entries = entries;
        readonly IpFamily? _family = family;

        public bool Equals(Ports other)
        {
            if (_family != other._family || _entries.Length != other._entries.Length) return false;
            for (var i = 0; i < _entries.Length; i++)
            {
                if (Numbers(_entries[i]) != Numbers(other._entries[i])) return false;
            }
            return true;
        }

        public override bool Equals(object? obj) => obj is Ports other && Equals(other);

        public override int GetHashCode()
        {
            var hash = (int)_family.GetValueOrDefault();
            foreach (var entry in _entries) hash = HashCode.Combine(hash, Numbers(entry));
            return hash;
        }

        static PortStretch Numbers(PortMatch entry) => new(entry.Protocol, ((PortMatch.Numbered)entry).Ports);
    }
}
