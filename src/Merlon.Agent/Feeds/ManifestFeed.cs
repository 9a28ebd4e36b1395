using System.Threading.Channels;
using Merlon.Manifests;

namespace Merlon.Agent.Feeds;

/// <summary>Reads a folder of manifests whenever something in it changes.</summary>
/// <param name="folder">The folder, with all folders in it.</param>
/// <param name="read">Reads it whole; throws <see cref="IOException"/> where it cannot.</param>
sealed class ManifestFeed(string folder, Func<ManifestSet> read)
{
    // Files are written in several steps: what is read is what lay still for a moment.
    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads and goes on reading, until cancelled.</summary>
    public async Task RunAsync(ChannelWriter<AgentEvent> events, CancellationToken stop)
    {
        var touched = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        watcher.Changed += (_, _) => touched.Writer.TryWrite(true);
        watcher.Created += (_, _) => touched.Writer.TryWrite(true);
        watcher.Deleted += (_, _) => touched.Writer.TryWrite(true);
        watcher.Renamed += (_, _) => touched.Writer.TryWrite(true);
        // More happened than was listed: what is there now counts.
        watcher.Error += (_, _) => touched.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;
        do
        {
            await events.WriteAsync(Read(), stop);
            await touched.Reader.ReadAsync(stop);
            while (await HasMoreAsync(touched.Reader, stop)) touched.Reader.TryRead(out _);
        }
        while (true);
    }

    AgentEvent Read()
    {
        try
        {
            return new AgentEvent.FolderRead(read());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AgentEvent.FolderLost(e.Message);
        }
    }

    static async Task<bool> HasMoreAsync(ChannelReader<bool> touched, CancellationToken stop)
    {
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(stop);
        quiet.CancelAfter(Quiet);
        try
        {
            return await touched.WaitToReadAsync(quiet.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
