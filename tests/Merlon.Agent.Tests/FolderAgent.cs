using System.Diagnostics;
using Merlon.Agent.Kernel;
using Merlon.Evaluation;
using Merlon.Linux.Nftables;
using Merlon.Linux.Tests.Nftables;
using Merlon.Nftables;

namespace Merlon.Agent.Tests;

/// <summary>An agent of this process, in a network namespace of its own, that reads a folder.</summary>
sealed class FolderAgent : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly CancellationTokenSource _stop = new();
    readonly NodeKernel _kernel;
    readonly StringWriter _log = new();
    readonly ManifestFolder _folder;
    readonly Task _running;
    readonly NodeAgent _agent;

    public FolderAgent(Sandbox sandbox, ManifestFolder folder, AgentOptions? options = null)
    {
        (_folder, Sandbox) = (folder, sandbox);
        Options = options ?? new AgentOptions("n1");
        _kernel = sandbox.Namespace.RunInside(NodeKernel.Open);
        _agent = new NodeAgent(Options, _kernel, new AgentLog(TextWriter.Synchronized(_log), TimeProvider.System), TimeProvider.System);
        _running = Task.Run(() => _agent.RunAsync(folder.Path, folder.Read, _stop.Token));
    }

    public AgentOptions Options { get; }

    public Sandbox Sandbox { get; }

    public AgentReport Report => _agent.Report;

    public string Log => _log.ToString();

    /// <summary>What runs in the kernel, as another reads it.</summary>
    public NftTable? Running()
    {
        using var device = Sandbox.OpenDevice();
        return new OwnTable(device, NftName.Fixed("merlon_a"), NftName.Fixed("merlon_b")).Read();
    }

    /// <summary>What the folder asks for, under the name of what runs.</summary>
    public NftTable Wanted(NftTable running)
    {
        var manifests = _folder.Read();
        var snapshot = Snapshot.From(manifests.Resources, manifests.Unread);
        return RulesetCompiler.Compile(
            new Evaluator(snapshot.Cluster, snapshot.Policies), Options.Node, running.Name, Options.UnknownPods);
    }

    /// <summary>Waits until the kernel has what the folder asks for, in whatever policy epoch.</summary>
    public void AwaitInForce() => Await(() => Running() is { } running && RulesetDifference.Between(running, Wanted(running)).IsEmpty);

    public void Await(Func<bool> holds)
    {
        for (var time = Stopwatch.StartNew(); !holds();)
        {
            if (_running.IsFaulted) _running.GetAwaiter().GetResult();
            if (time.Elapsed > Patience) throw new InvalidOperationException($"It never came about.\n{Log}\nTroubles: {string.Join('\n', Report.Troubles)}");
            Thread.Sleep(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _kernel.Dispose();
        _stop.Dispose();
    }
}
