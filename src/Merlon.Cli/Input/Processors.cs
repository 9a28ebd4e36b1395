namespace Merlon.Cli.Input;

/// <summary>The processors of this machine, lent to the library.</summary>
static class Processors
{
    public static Workers All { get; } =
        new(Environment.ProcessorCount, (count, work) => Parallel.For(0, count, work));
}
