using Merlon.Bench;
using Merlon.Bench.Agent;
using Merlon.Bench.Analysis;
using Merlon.Bench.Datapath;

if (args is not [var root, var name, .. var sizes])
{
    Console.Error.WriteLine("usage: bench/run startup|replay|datapath|analysis|agent");
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
    case "datapath":
        DatapathBench.Run();
        return 0;
    case "analysis":
        AnalysisBench.Run();
        return 0;
    case "agent":
        await AgentBench.RunAsync(sizes);
        return 0;
    default:
        Console.Error.WriteLine($"There is no bench `{name}`: startup, replay, datapath, analysis or agent.");
        return 2;
}
