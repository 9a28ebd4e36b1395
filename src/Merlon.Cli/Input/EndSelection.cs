using Merlon.Connectivity;
using Merlon.Connectivity.Groups;
using Merlon.Model;
using Merlon.Questions;

namespace Merlon.Cli.Input;

/// <summary>The ends that <c>--from</c>, <c>--to</c> or <c>--namespace</c> mean, by the names that answers give them.</summary>
sealed class EndSelection
{
    readonly Func<string, bool> _names;
    readonly Func<Cidr, bool> _blocks;

    EndSelection(Func<string, bool> names, Func<Cidr, bool> blocks) => (_names, _blocks) = (names, blocks);

    public static EndSelection Everyone { get; } = new(_ => true, _ => true);

    public EndFilter Filter => new(name => _names(name.Text), _blocks);

    public static EndSelection In(string @namespace) =>
        new(name => name.StartsWith(@namespace + "/", StringComparison.Ordinal), _ => false);

    public static EndSelection Of(Target target, Cluster cluster) => target switch
    {
        Target.Known known => Of(known.Endpoints),
        Target.Behind behind => Of(behind.Service.Ports
            .SelectMany(port => port.Backends)
            .Select(backend => backend.End.Endpoint)
            .OfType<Endpoint>()),
        Target.At at when cluster.Addresses.TryGet(at.Address, out var owner) => Of([owner]),
        Target.At at => new(_ => false, block => block.Contains(at.Address)),
        Target.Within within => new(
            Of(cluster.Endpoints.Where(endpoint => endpoint.Addresses.Any(within.Block.Contains)))._names,
            block => block.Contains(within.Block) || within.Block.Contains(block)),
        _ => throw new InvalidOperationException($"A {target.GetType().Name} selects no ends."),
    };

    public EndSelection And(EndSelection other) =>
        new(name => _names(name) && other._names(name), block => _blocks(block) && other._blocks(block));

    public EndSelection AndNot(EndSelection other) =>
        new(name => _names(name) && !other._names(name), block => _blocks(block) && !other._blocks(block));

    /// <summary>Whether a row's text is meant: a name, with an address behind it perhaps, or a block.</summary>
    public bool Means(string text)
    {
        var word = text.Split(' ')[0];
        if (Cidr.TryParse(word, out var block)) return _blocks(block);
        return IpAddress.TryParse(word, out var address) ? _blocks(Cidr.Of(address)) : _names(word);
    }

    static EndSelection Of(IEnumerable<Endpoint> endpoints)
    {
        var names = endpoints.SelectMany(endpoint => new[] { endpoint.Id.Text, endpoint.Workload.Text }).ToHashSet();
        return new EndSelection(names.Contains, _ => false);
    }
}
