namespace Merlon.Tests.BruteForce;

/// <summary>What a question's first packet carries; the port of ICMP is 0.</summary>
sealed record QuestionTraffic(string Protocol, int Port)
{
    public static QuestionTraffic Icmp { get; } = new("ICMP", 0);

    /// <summary>A port and its neighbours.</summary>
    public static IEnumerable<QuestionTraffic> Around(string? protocol, int port) =>
        new[] { port - 1, port, port + 1 }
            .Where(number => number is >= 1 and <= 65535)
            .Select(number => new QuestionTraffic(protocol ?? "TCP", number));

    /// <summary>The traffic at and around the edges of one port entry; of any port at all when it names none.</summary>
    public static IEnumerable<QuestionTraffic> Around(PolicyPortData? entry, RandomWorld world) => entry switch
    {
        { Number: { } first, EndPort: { } last } => Around(entry.Protocol, first).Union(Around(entry.Protocol, last)),
        { Number: { } number } => Around(entry.Protocol, number),
        { Name: { } name } => NumbersOf(name, world).SelectMany(number => Around(entry.Protocol, number)),
        _ => [new QuestionTraffic(entry?.Protocol ?? "TCP", 7)],
    };

    /// <summary>The traffic at and around the ports of a pod's containers, init containers included.</summary>
    public static IEnumerable<QuestionTraffic> Around(PodData pod) =>
        pod.Containers.SelectMany(container => container.Ports).SelectMany(port => Around(port.Protocol, port.Number));

    static IEnumerable<int> NumbersOf(string name, RandomWorld world) => world.Pods
        .SelectMany(pod => pod.Containers)
        .SelectMany(container => container.Ports)
        .Where(port => port.Name == name)
        .Select(port => port.Number)
        .Distinct();
}
