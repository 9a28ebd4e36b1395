using System.Collections.Immutable;
using Merlon.Connectivity;
using Merlon.Model;
using Merlon.Tests.BruteForce;

namespace Merlon.Tests.Connectivity;

/// <summary>Reads a table of connections as a person would: which rows speak of two ends, and what they open.</summary>
sealed class TableReading(ImmutableArray<ConnectionRow> rows)
{
    readonly Dictionary<string, (Cidr Block, Cidr[] Except)?> _blocks = [];

    public ImmutableArray<ConnectionRow> Rows => rows;

    /// <summary>Every range of ports that the table tells.</summary>
    public IEnumerable<(Protocol Protocol, PortRange Range)> PortRanges() =>
        from row in rows
        from connection in row.Connections
        from range in connection.Ports
        select (connection.Protocol, range);

    /// <summary>Every block that the table tells, exceptions included.</summary>
    public IEnumerable<Cidr> Blocks() => rows
        .SelectMany(row => new[] { row.From, row.To })
        .Distinct()
        .Select(BlockOf)
        .OfType<(Cidr Block, Cidr[] Except)>()
        .SelectMany(block => block.Except.Prepend(block.Block));

    public IReadOnlyList<ConnectionRow> RowsOf(WorldEnd from, WorldEnd to)
    {
        var family = from.End.Address?.Family ?? to.End.Address?.Family;
        var (isFrom, isTo) = (Meaning(from), Meaning(to));
        return [.. rows.Where(row => isFrom(row.From) && isTo(row.To) && (row.Family is null || row.Family == family))];
    }

    /// <summary>Loops, not queries: it is asked millions of times.</summary>
    public static bool Opens(IReadOnlyList<ConnectionRow> rows, Protocol protocol, ushort port)
    {
        foreach (var row in rows)
        {
            foreach (var connection in row.Connections)
            {
                if (connection.Protocol != protocol) continue;
                if (protocol.IsIcmp) return true;
                foreach (var range in connection.Ports)
                {
                    if (range.Contains(port)) return true;
                }
            }
        }
        return false;
    }

    // Which names mean the end.
    Func<string, bool> Meaning(WorldEnd end)
    {
        if (end.End is not { Endpoint: { } endpoint })
        {
            return name => BlockOf(name) is var (block, except)
                && block.Contains(end.End.Address!.Value)
                && !except.Any(inner => inner.Contains(end.End.Address.Value));
        }
        var names = new[] { endpoint.Id.Text, endpoint.Workload.Text, $"{end}" };
        return names.Contains;
    }

    (Cidr Block, Cidr[] Except)? BlockOf(string name)
    {
        if (_blocks.TryGetValue(name, out var known)) return known;
        var parts = name.Split(" except ");
        return _blocks[name] = TryBlock(parts[0], out var block)
            ? (block, parts.Length == 1 ? [] : [.. parts[1].Split(", ").Select(text => Cidr.Parse(text))])
            : null;
    }

    static bool TryBlock(string text, out Cidr block)
    {
        if (Cidr.TryParse(text, out block)) return true;
        if (!IpAddress.TryParse(text, out var address)) return false;
        block = Cidr.Of(address);
        return true;
    }
}
