using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Merlon.Connectivity;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Resources;
using Merlon.Tests.BruteForce;
using PortMatch = Merlon.Policies.PortMatch;

namespace Merlon.Tests.Connectivity;

/// <summary>
/// The table of connections of random worlds, against the evaluator and against the brute-force evaluator: every pair
/// of ends, at every port where the table or a policy draws a border and beside it.
/// </summary>
public sealed class TablesOfRandomWorlds
{
    const int FirstSeed = 50_001;
    const int AlwaysWorlds = 300;
    const int AllWorlds = 20_000;

    // The brute-force evaluator is slow: it is asked all between pods, and of the many other flows each so many.
    const int Stride = 23;

    static int Worlds => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? AllWorlds : AlwaysWorlds;

    static readonly Protocol[] PortProtocols = [Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    [Fact]
    public void Tables_tell_exactly_what_the_evaluators_allow()
    {
        var wrong = new ConcurrentBag<string>();
        long asked = 0, open = 0;
        Parallel.For(FirstSeed, FirstSeed + Worlds, seed =>
        {
            var world = RandomWorldGenerator.GenerateMixed(seed);
            var check = new WorldCheck(world, SnapshotOf(world, seed % 2 == 0));
            check.Run();
            Interlocked.Add(ref asked, check.Asked);
            Interlocked.Add(ref open, check.Open);
            foreach (var fault in check.Faults.Take(3)) wrong.Add($"seed {seed}: {fault}");
        });
        Assert.True(wrong.IsEmpty, $"of {asked}:\n{string.Join('\n', wrong.Order().Take(20))}");
        // Tables that are empty, or say everything, would show nothing.
        Assert.InRange(open, asked / 5, asked * 4 / 5);
    }

    // Worlds know no workloads. With them, pods in pairs belong to one, so that rows have to be shared and split.
    static Snapshot SnapshotOf(RandomWorld world, bool withWorkloads)
    {
        var manifests = ManifestReader.Read(
            [new SourceText("world.yaml", Encoding.UTF8.GetBytes(WorldManifests.Write(world)))],
            WorldManifests.Options);
        Assert.Empty(manifests.Unread);
        if (!withWorkloads) return Snapshot.From(manifests);
        var pods = manifests.Resources.Pods.Select((pod, i) => pod with
        {
            Meta = pod.Meta with { Owners = i % 5 == 4 ? [] : [new OwnerReference("StatefulSet", $"set-{i % 2}")] },
        });
        return Snapshot.From(manifests.Resources with { Pods = [.. pods] }, []);
    }

    sealed class WorldCheck
    {
        readonly RandomWorld _world;
        readonly Snapshot _snapshot;
        readonly Evaluator _evaluator;
        readonly TableReading _table;
        readonly ImmutableArray<(Protocol Protocol, ushort Port)> _probes;
        int _turn;

        public WorldCheck(RandomWorld world, Snapshot snapshot)
        {
            (_world, _snapshot) = (world, snapshot);
            _evaluator = new Evaluator(snapshot.Cluster, snapshot.Policies);
            _table = new TableReading([.. ConnectivityTable.Rows(new ConnectivityMap(_evaluator))]);
            _probes = [.. Probes()];
        }

        public long Asked { get; private set; }

        public long Open { get; private set; }

        public List<string> Faults { get; } = [];

        public void Run()
        {
            var inside = WorldEnd.Inside(_snapshot.Cluster);
            var outside = Outside();
            foreach (var from in inside)
            {
                foreach (var to in inside) Check(from, to);
                foreach (var stranger in outside)
                {
                    Check(from, stranger);
                    Check(stranger, from);
                }
            }
            foreach (var row in _table.Rows.Where(row => row.Opening.IsNone)) Faults.Add($"{row} opens nothing");
        }

        void Check(WorldEnd from, WorldEnd to)
        {
            var rows = _table.RowsOf(from, to);
            if (!from.MayAsk(to))
            {
                if (IsOutsideOfOtherFamily(from, to) && rows.Count > 0)
                {
                    Faults.Add($"no packet can go {from} → {to}: {rows[0]}");
                }
                return;
            }
            if (rows.Count > 1) Faults.Add($"{rows.Count} rows speak of {from} → {to}: {string.Join(" | ", rows)}");
            foreach (var (protocol, port) in _probes)
            {
                var told = TableReading.Opens(rows, protocol, port);
                Asked++;
                if (told) Open++;
                // A table is not about one kind of message, and not about one source port.
                var verdict = _evaluator.Evaluate(from.FlowTo(to, protocol, port) with { Icmp = null }).Verdict;
                if (told != (verdict == Verdict.Allow))
                {
                    Faults.Add($"{from} → {to} {port}/{protocol}: the table says {told}");
                }
                if (verdict != Verdict.Unknown && IsForBruteForce(from, to)
                    && told != BruteForceEvaluator.IsAllowed(_world, from.QuestionTo(to, protocol, port)))
                {
                    Faults.Add($"{from} → {to} {port}/{protocol}: the table says {told}, brute force does not");
                }
            }
        }

        // Between workloads one row tells of several pods, and holds for what each two of them share.
        static bool IsOutsideOfOtherFamily(WorldEnd from, WorldEnd to) =>
            (from, to) is ({ IsOutside: true }, { End.IsPod: true }) or ({ End.IsPod: true }, { IsOutside: true })
            && Families(from).Any() && Families(to).Any() && !Families(from).Intersect(Families(to)).Any();

        static IEnumerable<IpFamily> Families(WorldEnd end) =>
            end.End.Endpoint?.Addresses.Select(address => address.Family) ?? [end.End.Address!.Value.Family];

        bool IsForBruteForce(WorldEnd from, WorldEnd to)
        {
            if (!from.IsKnownToBruteForce || !to.IsKnownToBruteForce) return false;
            // What Calico's rules say of addresses rests on them.
            if (_world.Calico is not null && (from.Address is null || to.Address is null)) return false;
            return (from.End.IsPod && to.End.IsPod) || _turn++ % Stride == 0;
        }

        // ICMP, and of each protocol the ports at and beside every border.
        IEnumerable<(Protocol Protocol, ushort Port)> Probes()
        {
            var written =
                from policy in _snapshot.Policies.Policies
                from rule in policy.AllRules
                from port in rule.Ports
                from Range in port is PortMatch.Numbered numbered
                    ? [numbered.Ports]
                    : NumbersNamed(((PortMatch.Named)port).Name)
                select (port.Protocol, Range);
            var edges =
                from border in written.Concat(_table.PortRanges())
                from number in new[]
                {
                    border.Range.First - 1,
                    border.Range.First,
                    border.Range.Last,
                    border.Range.Last + 1,
                }
                where number is >= 1 and <= ushort.MaxValue
                select (border.Protocol, (ushort)number);
            var ends = PortProtocols.SelectMany(
                protocol => new[] { (protocol, (ushort)1), (protocol, ushort.MaxValue) });
            return edges.Concat(ends).Append((Protocol.Icmp, (ushort)0)).Distinct();
        }

        IEnumerable<PortRange> NumbersNamed(string name) =>
            from endpoint in _snapshot.Cluster.Endpoints
            from port in endpoint.Ports
            where port.Name == name
            select new PortRange(port.Number, port.Number);

        // Nobody's addresses at and beside the edges of every block that the table or a policy tells. The table has no
        // rows for the outside of an IP version that neither the cluster nor a policy uses.
        List<WorldEnd> Outside()
        {
            var known = _snapshot.Cluster.Endpoints.SelectMany(endpoint => endpoint.Addresses).ToHashSet();
            var blocks = _table.Blocks().Concat(AddressAtoms.PolicyBlocks(_snapshot.Policies)).Distinct().ToList();
            var families = blocks
                .Select(block => block.Family)
                .Concat(known.Select(address => address.Family))
                .ToHashSet();
            return [.. blocks
                .SelectMany(block => AddressText.Edges(block.ToString()))
                .Concat(Alphabet.ExternalAddresses)
                .Select(text => IpAddress.Parse(text))
                .Distinct()
                .Where(address => !known.Contains(address) && families.Contains(address.Family))
                .Select(WorldEnd.Outside)];
        }
    }
}
