using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Model;
using Merlon.Policies;

namespace Merlon.Nftables;

/// <summary>
/// Turns lists of ports into clauses. A name is the pod's own ports, or at the other end another number on each pod: for
/// each number, the pods that give it the name.
/// </summary>
sealed class PortClauses(SetCatalog sets, Evaluator evaluator, Endpoint? pod, Direction direction)
{
    /// <summary>More ranges than this are looked up in a set.</summary>
    const int MaxInlineRanges = 3;

    static readonly IpFamily[] Families = [IpFamily.IPv4, IpFamily.IPv6];

    public IEnumerable<ImmutableArray<NftMatch>> Of(ImmutableArray<PortMatch> ports, bool isSource, bool isNegated) =>
        isNegated ? NoneOf(ports, isSource) : AnyOf(ports, isSource);

    public IEnumerable<ImmutableArray<NftMatch>> AnyOf(ImmutableArray<PortMatch> ports, bool isSource)
    {
        foreach (var group in ports.GroupBy(port => port.Protocol).OrderBy(group => group.Key))
        {
            var transport = new NftMatch.Transport(group.Key);
            var ranges = PortRanges.Union(group.SelectMany(port => OwnRanges(port, isSource)));
            if (ranges is [var only] && only == PortRange.All) yield return [transport];
            else if (ranges.Length > MaxInlineRanges) yield return [transport, new NftMatch.InSet(Field(isSource), sets.Ports(ranges))];
            else
            {
                foreach (var range in ranges) yield return [transport, new NftMatch.Ports(range, Field(isSource))];
            }
        }
        foreach (var port in ports.OfType<PortMatch.Named>().Where(_ => !IsOwn(isSource)))
        {
            foreach (var (number, family) in Numbers([port]).SelectMany(number => Families, ValueTuple.Create))
            {
                foreach (var set in sets.WithPort(port, number, family))
                {
                    yield return
                    [
                        new NftMatch.InSet(NftMatches.AddressField(isSource, family), set),
                        new NftMatch.Transport(port.Protocol),
                        new NftMatch.Ports(new PortRange(number, number), Field(isSource)),
                    ];
                }
            }
        }
    }

    // Another protocol; or a number that is never meant; or one that is meant, on a pod of which it is not.
    IEnumerable<ImmutableArray<NftMatch>> NoneOf(ImmutableArray<PortMatch> ports, bool isSource)
    {
        var groups = ports.GroupBy(port => port.Protocol).OrderBy(group => group.Key).ToList();
        yield return [.. groups.Select(group => new NftMatch.Transport(group.Key) { IsNegated = true })];
        foreach (var group in groups)
        {
            var transport = new NftMatch.Transport(group.Key);
            var always = PortRanges.Union(group.SelectMany(port => OwnRanges(port, isSource)));
            var names = group.OfType<PortMatch.Named>().Where(_ => !IsOwn(isSource)).ToList();
            var numbers = Numbers(names).Where(number => !always.Any(range => range.Contains(number))).ToList();
            var meant = PortRanges.Union(always.Concat(numbers.Select(number => new PortRange(number, number))));
            if (meant.IsEmpty) yield return [transport];
            else if (meant is [var only] && only.First == only.Last)
            {
                yield return [transport, new NftMatch.Ports(only, Field(isSource)) { IsNegated = true }];
            }
            else if (meant is not [var all] || all != PortRange.All)
            {
                yield return [transport, new NftMatch.InSet(Field(isSource), sets.Ports(meant)) { IsNegated = true }];
            }
            foreach (var (number, family) in numbers.SelectMany(number => Families, ValueTuple.Create))
            {
                var field = NftMatches.AddressField(isSource, family);
                yield return
                [
                    .. names.SelectMany(name => sets.WithPort(name, number, family)).Select(set => new NftMatch.InSet(field, set) { IsNegated = true }),
                    transport,
                    new NftMatch.Ports(new PortRange(number, number), Field(isSource)),
                ];
            }
        }
    }

    IEnumerable<PortRange> OwnRanges(PortMatch port, bool isSource) => port switch
    {
        PortMatch.Numbered numbered => [numbered.Ports],
        PortMatch.Named named when IsOwn(isSource) =>
            evaluator.Matcher.Ports.NumbersOf(named, pod!).Distinct().Select(number => new PortRange(number, number)),
        PortMatch.Named => [],
        _ => throw new InvalidOperationException($"A {port.GetType().Name} cannot be enforced."),
    };

    // The numbers that anyone gives one of the names.
    IEnumerable<ushort> Numbers(IReadOnlyCollection<PortMatch.Named> names) =>
        names.SelectMany(sets.NumbersOf).Distinct().Order();

    // A host gives names to ports of its addresses, as others do: only a pod's are known by the pod.
    bool IsOwn(bool isSource) => pod is not null && isSource == (direction == Direction.Egress);

    static PacketField Field(bool isSource) => isSource ? PacketField.SourcePort : PacketField.DestinationPort;
}
