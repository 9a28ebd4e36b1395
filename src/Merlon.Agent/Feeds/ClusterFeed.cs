using System.Threading.Channels;
using Merlon.Kubernetes;

namespace Merlon.Agent.Feeds;

/// <summary>Hands on what an API server tells.</summary>
sealed class ClusterFeed(ClusterWatch watch)
{
    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(ChannelWriter<AgentEvent> events, CancellationToken stop)
    {
        var watching = watch.RunAsync(stop);
        await foreach (var change in watch.Changes.ReadAllAsync(stop))
        {
            await events.WriteAsync(new AgentEvent.Changed(change), stop);
        }
        await watching;
    }
}
