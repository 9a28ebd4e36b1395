namespace Merlon.Tests.BruteForce;

/// <summary>
/// The few words and numbers every world is made of, so that things often meet by chance.
/// What is listed twice is drawn twice as often; some words are chosen because YAML could take them for something else.
/// </summary>
static class Alphabet
{
    public const string NameLabel = "kubernetes.io/metadata.name";

    public static IReadOnlyList<string> NamespaceNames { get; } = ["x", "y", "default", "on", "kube-system"];

    public static IReadOnlyList<string> PodNames { get; } =
        ["a", "b", "web-0", "c", "no", "d", "1", "e", "db.main", "f"];

    public static IReadOnlyList<string> PolicyNames { get; } = ["deny", "allow-web", "null", "p.1", "6e2", "rest"];

    public static IReadOnlyList<string> LabelKeys { get; } = ["app", "app", "tier", "role", "example.com/team"];

    public static IReadOnlyList<string> LabelValues { get; } = ["a", "a", "a", "b", "b", "", "A", "true", "1"];

    public static IReadOnlyList<string> SelectorNamespaceNames { get; } = [.. NamespaceNames, "elsewhere"];

    public static IReadOnlyList<int> Ports { get; } = [53, 80, 80, 81, 443, 8080];

    public static IReadOnlyList<int> RareFirstPorts { get; } = [1, 79, 82, 1024, 8079, 65535];

    public static IReadOnlyList<string> PortNames { get; } = ["http", "http", "dns", "web", "alt", "1e3"];

    public static IReadOnlyList<string?> Protocols { get; } =
        [null, null, null, "TCP", "TCP", "TCP", "UDP", "UDP", "SCTP"];

    public static IReadOnlyList<string> ExternalAddresses { get; } =
    [
        "203.0.113.5", "203.0.113.20", "203.0.114.5", "8.8.8.8", "10.1.2.3", "10.96.0.99",
        "2001:db8::5", "2001:db8:1::20", "2606:4700::8", "fd00:99::1",
    ];
}
