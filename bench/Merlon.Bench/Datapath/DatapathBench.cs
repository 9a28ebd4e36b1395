using System.Diagnostics;
using System.Globalization;
using System.Net;
using Merlon.Linux.Nftables;

namespace Merlon.Bench.Datapath;

/// <summary>What a ruleset costs packets that a node forwards, by its structure and the number of pods.</summary>
static class DatapathBench
{
    const int Rounds = 100;

    static readonly int[] Sizes = [10, 100, 1_000, 10_000];

    static readonly (string Name, string Unit, Func<Endpoints, double> Measure)[] Measures =
    [
        ("RR", "request and response on an open connection", ends => ends.RoundTrip()),
        ("CRR", "connect, request, response, close", ends => ends.Connect()),
        ("NEW", "first datagram of a flow", ends => ends.NewFlow()),
        ("denied", "datagram that no policy allows", ends => ends.Denied()),
        ("bulk", "a megabyte on an open connection", ends => ends.Bulk()),
    ];

    public static void Run()
    {
        ProgrammingBench.Run(Sizes.Select(size => new Node(size)));
        var runners = new List<Runner>();
        try
        {
            foreach (var runner in Start()) runners.Add(runner);
            for (var round = -1; round < Rounds; round++)
            {
                foreach (var runner in runners) runner.Measure(isWarmUp: round < 0);
            }
            Report(runners);
        }
        finally
        {
            foreach (var runner in runners) runner.Dispose();
        }
    }

    static IEnumerable<Runner> Start()
    {
        var smallest = new Node(Sizes[0]);
        yield return new Runner("none", smallest, _ => { });
        yield return new Runner("conntrack only", smallest, _ => LoadText(Node.ConntrackOnly));
        foreach (var size in Sizes) yield return new Runner("Merlon", new Node(size), LoadCompiled);
        foreach (var size in Sizes) yield return new Runner("linear per pod", new Node(size), node => LoadText(node.Linear()));
        foreach (var size in Sizes) yield return new Runner("chain per pod, in line", new Node(size), node => LoadText(node.ChainPerPod()));
    }

    static void LoadCompiled(Node node)
    {
        using var device = NftablesDevice.Open();
        device.Load(node.Compile());
    }

    static void LoadText(string text) => Tool.Run("nft", ["-f", "-"], text);

    static void Report(List<Runner> runners)
    {
        Console.WriteLine($"### Packets through a node ({Rounds} rounds, interleaved): minimum µs, and its ratios to none and to conntrack only\n");
        Console.WriteLine($"| layout | pods | made and loaded, s | {string.Join(" | ", Measures.Select(measure => measure.Name))} |\n|---|---|---|{string.Concat(Measures.Select(_ => "---|"))}");
        foreach (var runner in runners)
        {
            var cells = Measures.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{runner.Best[i]:F2} ({runner.Best[i] / runners[0].Best[i]:F2}, {runner.Best[i] / runners[1].Best[i]:F2})"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {runner.Name} | {runner.PodsText} | {runner.LoadSeconds:F2} | {string.Join(" | ", cells)} |"));
        }
        Console.WriteLine();
        Console.WriteLine(string.Join("; ", Measures.Select(measure => $"{measure.Name}: {measure.Unit}")) + ".");
        Console.WriteLine($"Samples left out because the kernel had put packets off: {runners.Sum(runner => runner.LateSamples)}.");
    }

    /// <summary>A lane with its ruleset, and the best times on it.</summary>
    sealed class Runner : IDisposable
    {
        readonly Lane _lane;
        readonly Endpoints _ends;
        readonly bool _hasPolicies;

        public Runner(string name, Node node, Action<Node> load)
        {
            Name = name;
            _hasPolicies = name is not ("none" or "conntrack only");
            PodsText = _hasPolicies ? node.Pods.ToString("N0", CultureInfo.InvariantCulture) : "";
            _lane = new Lane(IPAddress.Parse(node.ServerAddress));
            var start = Stopwatch.GetTimestamp();
            _lane.Node.RunInside(() => load(node));
            LoadSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            _ends = new Endpoints(_lane);
        }

        public string Name { get; }

        public string PodsText { get; }

        /// <summary>What compiling or writing, starting nft where it is text, and loading took, once.</summary>
        public double LoadSeconds { get; }

        public double[] Best { get; } = [.. Measures.Select(_ => double.PositiveInfinity)];

        public int LateSamples { get; private set; }

        public void Measure(bool isWarmUp)
        {
            _ends.Reconnect();
            for (var i = 0; i < Measures.Length; i++)
            {
                var time = Measures[i].Measure(_ends);
                if (isWarmUp) continue;
                if (double.IsInfinity(time)) LateSamples++;
                Best[i] = Math.Min(Best[i], time);
            }
            var expected = _hasPolicies ? 0 : Endpoints.DeniedDatagrams;
            if (_ends.PassedDenied != expected) throw new InvalidOperationException($"{Name} {PodsText}: {_ends.PassedDenied} denied datagrams passed, not {expected}.");
        }

        public void Dispose()
        {
            _ends.Dispose();
            _lane.Dispose();
        }
    }
}
