using System.Globalization;

namespace Merlon.Bench.Datapath;

/// <summary>Memory that the whole kernel has allocated: others on the machine move it too.</summary>
static class KernelMemory
{
    const string Caches = "/proc/slabinfo";
    const int Headings = 2;

    /// <summary>Bytes of the objects in use of all <c>kmalloc</c> caches, where a ruleset is.</summary>
    public static long Allocated() => File.ReadLines(Caches)
        .Skip(Headings)
        .Where(line => line.StartsWith("kmalloc-", StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Sum(words => long.Parse(words[1], CultureInfo.InvariantCulture) * long.Parse(words[3], CultureInfo.InvariantCulture));
}
