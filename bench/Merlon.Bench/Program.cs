using Merlon.Bench;

if (args is not [var root, var name])
{
    Console.Error.WriteLine("usage: bench/run startup|replay");
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
    default:
        Console.Error.WriteLine($"There is no bench `{name}`: startup or replay.");
        return 2;
}
