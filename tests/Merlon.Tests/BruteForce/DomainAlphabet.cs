namespace Merlon.Tests.BruteForce;

/// <summary>The names outside of every world with their addresses, and the patterns that policies make of them.</summary>
static class DomainAlphabet
{
    public static IReadOnlyDictionary<string, string[]> Names { get; } = new Dictionary<string, string[]>
    {
        ["example.com"] = ["203.0.113.5", "2001:db8::5"],
        ["www.example.com"] = ["203.0.113.20"],
        ["a.b.example.com"] = ["8.8.8.8", "2606:4700::8"],
        ["other.org"] = ["203.0.114.5"],
    };

    public static IReadOnlyList<string> Patterns { get; } =
        ["example.com", "*.example.com", "*.B.example.com.", "WWW.example.com", "other.org."];
}
