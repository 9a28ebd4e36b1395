using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Merlon.Agent;
using Merlon.Agent.Flows;
using Merlon.Agent.Kernel;
using Merlon.Agent.Observing;
using Merlon.Cli.Input;
using Merlon.Diagnostics;
using Merlon.Kubernetes;
using Merlon.Linux;
using Merlon.Manifests;
using Merlon.Model;
using Merlon.Nftables;

namespace Merlon.Cli.Commands;

/// <summary><c>merlon agent</c>: keeps policies in force on this machine.</summary>
sealed class AgentCommand
{
    const string DefaultListen = "127.0.0.1:9465";
    const string Nowhere = "none";

    readonly Option<string> _node = new("--node")
    {
        Description = "The node whose pods are to be guarded. Default: the environment variable NODE_NAME, or the host's name.",
        HelpName = "NAME",
    };
    readonly Option<string> _manifests = new("--manifests")
    {
        Description = "Read the cluster and its policies from this folder, and again whenever something in it changes.",
        HelpName = "FOLDER",
    };
    readonly LiveClusterOptions _cluster = new();
    readonly Option<string> _unknownPods = new("--unknown-pods")
    {
        Description = "Addresses of the node's pod ranges that no pod is known to have: drop (default) or allow.",
        HelpName = "drop|allow",
    };
    readonly Option<string[]> _podRanges = new("--pod-cidr")
    {
        Description = "Where the node's pods get their addresses, if its Node object does not say so (spec.podCIDRs).",
        HelpName = "CIDR",
    };
    readonly Option<string> _listen = new("--listen")
    {
        Description = $"Where /healthz, /readyz and /metrics are answered, or none. Default: {DefaultListen}",
        HelpName = "ADDRESS:PORT",
    };
    readonly Option<string> _socket = new("--socket")
    {
        Description = $"Where `merlon agent status` finds this agent, or none. Default: {AgentSocket.DefaultPath}",
        HelpName = "FILE",
    };
    readonly Option<string> _flowLog = new("--flow-log")
    {
        Description = "denied (default): a line of JSON on standard output for each packet that is denied; or none.",
        HelpName = "denied|none",
    };
    readonly Option<string[]> _logAllowed = new("--log-allowed")
    {
        Description = "Log what this policy lets through, too.",
        HelpName = "NAMESPACE/NAME",
    };
    readonly Option<bool> _audit = new("--audit")
    {
        Description = "Report what would be denied and let it through: nothing is enforced.",
    };
    readonly Option<bool> _dryRun = new("--dry-run") { Description = "Write nothing: log what would change." };
    readonly Terminal _terminal;

    AgentCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var agent = new AgentCommand(terminal);
        var command = new Command("agent", "Keep policies in force in the kernel of this machine (as root).")
        {
            AgentStatusCommand.Create(terminal),
            AgentUninstallCommand.Create(terminal),
        };
        command.Options.Add(agent._node);
        command.Options.Add(agent._manifests);
        agent._cluster.AddTo(command);
        command.Options.Add(agent._unknownPods);
        command.Options.Add(agent._podRanges);
        command.Options.Add(agent._listen);
        command.Options.Add(agent._socket);
        command.Options.Add(agent._flowLog);
        command.Options.Add(agent._logAllowed);
        command.Options.Add(agent._audit);
        command.Options.Add(agent._dryRun);
        command.SetAction(agent.RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        if (Read(arguments) is not { } options) return ExitCode.Wrong;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            using var kernel = NodeKernel.Open();
            var log = new AgentLog(_terminal.Error, TimeProvider.System);
            options = Hear(kernel, options, log);
            var agent = new NodeAgent(options, kernel, log, new FlowLog(_terminal.Output, TimeProvider.System), TimeProvider.System);
            Listen(agent, arguments, stop.Token);
            return await RunAsync(agent, arguments, stop.Token);
        }
        catch (Exception e) when (e is SocketException or FormatException or IOException or UnauthorizedAccessException)
        {
            return _terminal.Fail($"nobody could see how this agent fares: {e.Message}");
        }
        catch (ClusterAccessException e)
        {
            return _terminal.Fail(e.Message);
        }
        catch (LinuxException e)
        {
            return _terminal.Fail($"{e.Message} The agent needs root, or the capability NET_ADMIN.");
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    // Whoever cannot be told of packets guards all the same.
    static AgentOptions Hear(NodeKernel kernel, AgentOptions options, AgentLog log)
    {
        if (options is { ReportsDenials: false, ReportsAllowsOf.IsEmpty: true }) return options;
        try
        {
            kernel.Listen();
            return options;
        }
        catch (LinuxException e) when (options.Mode != AgentMode.Audit)
        {
            log.Warning($"there is no flow log: {e.Message}");
            return options with { ReportsDenials = false, ReportsAllowsOf = [] };
        }
    }

    void Listen(NodeAgent agent, ParseResult arguments, CancellationToken stop)
    {
        var server = new AgentServer(agent, TimeProvider.System);
        var address = arguments.GetValue(_listen) ?? DefaultListen;
        if (address != Nowhere) server.ListenAsync(IPEndPoint.Parse(address), stop);
        var socket = arguments.GetValue(_socket) ?? AgentSocket.DefaultPath;
        if (socket != Nowhere) server.ListenAsync(socket, stop);
    }

    // A folder, or else a cluster: that of the kubeconfig, or the one whose pod this is.
    async Task<int> RunAsync(NodeAgent agent, ParseResult arguments, CancellationToken stop)
    {
        if (arguments.GetValue(_manifests) is { } folder)
        {
            var full = Path.GetFullPath(folder, _terminal.Folder);
            if (!Directory.Exists(full)) return _terminal.Fail($"no such folder: `{folder}`");
            await agent.RunAsync(full, () => ReadFolder(full), stop);
            return ExitCode.Yes;
        }
        using var client = new KubernetesClient(_cluster.Access(arguments, _terminal));
        await agent.RunAsync(new ClusterWatch(client, WatchedResources.All), stop);
        return ExitCode.Yes;
    }

    AgentOptions? Read(ParseResult arguments)
    {
        var errors = new List<string>();
        var mode = arguments.GetValue(_dryRun) ? AgentMode.DryRun : arguments.GetValue(_audit) ? AgentMode.Audit : AgentMode.Enforce;
        var logsDenied = IsFirst(arguments, _flowLog, "denied", "none", errors);
        var options = new AgentOptions(NameOfNode(arguments))
        {
            UnknownPods = IsFirst(arguments, _unknownPods, "drop", "allow", errors) ? UnknownPods.Drop : UnknownPods.Allow,
            PodRanges = Ranges(arguments, errors),
            Mode = mode,
            // An audit without reports would be nothing at all.
            ReportsDenials = mode == AgentMode.Audit || (mode == AgentMode.Enforce && logsDenied),
            ReportsAllowsOf = [.. arguments.GetValue(_logAllowed) ?? []],
        };
        if (options.Node.Length == 0) errors.Add("--node says which node this machine is");
        foreach (var error in errors) _terminal.Fail(error);
        return errors.Count == 0 ? options : null;
    }

    // Of two words, the first is what is taken where neither is given.
    static bool IsFirst(ParseResult arguments, Option<string> option, string first, string second, List<string> errors)
    {
        var word = arguments.GetValue(option) ?? first;
        if (word != first && word != second) errors.Add($"{option.Name} is {first} or {second}");
        return word == first;
    }

    ImmutableArray<Cidr> Ranges(ParseResult arguments, List<string> errors)
    {
        var ranges = ImmutableArray.CreateBuilder<Cidr>();
        foreach (var text in arguments.GetValue(_podRanges) ?? [])
        {
            if (Cidr.TryParse(text, out var range)) ranges.Add(range);
            else errors.Add($"--pod-cidr: `{text}` is not a CIDR such as 10.244.1.0/24");
        }
        return ranges.ToImmutable();
    }

    // Where nobody says another, a kubelet registers under the host's name in lower case.
    string NameOfNode(ParseResult arguments) =>
        arguments.GetValue(_node)
        ?? Environment.GetEnvironmentVariable("NODE_NAME")
        ?? Environment.MachineName.ToLowerInvariant();

    // An empty folder is more likely one that is not there at the moment than a cluster without anything.
    ManifestSet ReadFolder(string folder)
    {
        var errors = new List<string>();
        var unreadable = new List<Diagnostic>();
        var sources = ManifestFiles.Load([folder], _terminal, ManifestLimits.Default, errors, unreadable);
        if (errors.Count > 0 || unreadable.Count > 0)
        {
            throw new IOException(string.Join(", ", errors.Concat(unreadable.Select(file => file.Message))));
        }
        return ManifestReader.Read(sources);
    }
}
