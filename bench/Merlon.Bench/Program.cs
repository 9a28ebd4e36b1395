using Merlon.Bench;
using Merlon.Bench.Agent;
using Merlon.Bench.Analysis;
using Merlon.Bench.Datapath;

if (args is not [var root, var name, .. var sizes])
{
    Console.Error.WriteLine("usage: bench/run startup|replay|lint|datapath|analysis|watch|agent|agent-parts");
    return 2;
}
switch (name)
{
    case "startup":
        StartupBench.Run(root);
        return 0;
    case "replay":
        ReplayBench.Run(root);
        return 0;
    case "lint":
        LintBench.Run(root);
        return 0;
    case "datapath":
        DatapathBench.Run();
        return 0;
    case "analysis":
        AnalysisBench.Run();
        return 0;
    case "agent":
        await AgentBench.RunAsync(root, sizes);
        return 0;
    case "agent-parts":
        await AgentPhases.RunAsync(sizes is [var size, ..] ? int.Parse(size, System.Globalization.CultureInfo.InvariantCulture) : 10_000);
        return 0;
    case "watch":
        await WatchBench.RunAsync(root);
        return 0;
    case WatchBench.ClientName:
        await WatchBench.RunClientAsync();
        return 0;
    default:
        Console.Error.WriteLine($"There is no bench `{name}`: startup, replay, lint, datapath, analysis, watch, agent or agent-parts.");
        return 2;
}
