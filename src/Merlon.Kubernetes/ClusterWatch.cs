using System.Collections.Immutable;
using System.Threading.Channels;
using Merlon.Kubernetes.Watching;

namespace Merlon.Kubernetes;

/// <summary>
/// Follows resources of a cluster. For each, a complete list (or that there is none) comes first, then every change;
/// whatever happens to the connection, the changes lead to the state of the server. Failures are not thrown: they are
/// seen in <see cref="States"/>, and everything is tried again.
/// </summary>
public sealed class ClusterWatch
{
    readonly Channel<ObjectChange> _changes;
    readonly ImmutableArray<ResourceWatch> _watches;

    /// <param name="client">The server; not disposed of.</param>
    /// <param name="resources">What to watch.</param>
    /// <param name="options">How.</param>
    public ClusterWatch(
        KubernetesClient client, IEnumerable<ApiResource> resources, WatchOptions? options = null)
    {
        options ??= new WatchOptions();
        _changes = Channel.CreateBounded<ObjectChange>(
            new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        var random = options.Seed is { } seed ? new Random(seed) : new Random();
        _watches =
        [
            .. resources.Select(resource =>
                new ResourceWatch(client, resource, options, _changes.Writer, new Random(random.Next()))),
        ];
    }

    /// <summary>
    /// What happens; for one reader. Where it is not read, the watches wait. Ends when <see cref="RunAsync"/> ends.
    /// </summary>
    public ChannelReader<ObjectChange> Changes => _changes.Reader;

    /// <summary>How each resource is doing, in the order in which they were given. From any thread.</summary>
    public ImmutableArray<WatchState> States => [.. _watches.Select(watch => watch.State)];

    /// <summary>Watches until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = _watches.Select(watch => watch.RunAsync(all.Token)).ToList();
        try
        {
            // A watch ends on its own only by a defect: nobody is left half-informed then.
            await Task.WhenAny(running);
            await all.CancelAsync();
            await Task.WhenAll(running);
            _changes.Writer.Complete();
        }
        catch (Exception e)
        {
            _changes.Writer.Complete(e);
            throw;
        }
    }
}
