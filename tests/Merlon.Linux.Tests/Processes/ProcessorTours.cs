using Merlon.Linux.Processes;

namespace Merlon.Linux.Tests.Processes;

public class ProcessorTours
{
    [Theory]
    [InlineData("0\n", new[] { 0 })]
    [InlineData("0-3\n", new[] { 0, 1, 2, 3 })]
    [InlineData("0,2-3,8\n", new[] { 0, 2, 3, 8 })]
    public void Processors_are_those_of_the_kernels_list(string list, int[] processors) =>
        Assert.Equal(processors, ProcessorTour.Online(list));

    [Fact]
    public void A_tour_leaves_the_thread_as_free_as_it_was()
    {
        var before = Allowed();
        var isComplete = ProcessorTour.TryMake(TimeSpan.FromMinutes(1));
        Assert.Equal(before, Allowed());
        Assert.SkipWhen(File.ReadAllText("/proc/version").Contains("PREEMPT_RT", StringComparison.Ordinal), "Kernels for real time are not toured.");
        var online = ProcessorTour.Online(File.ReadAllText("/sys/devices/system/cpu/online"));
        Assert.Equal(online.Except(ProcessorTour.Online(before)).Any(), !isComplete);
    }

    [Fact]
    public void A_tour_without_patience_still_ends()
    {
        var before = Allowed();
        for (var i = 0; i < 100; i++) ProcessorTour.TryMake(TimeSpan.FromMilliseconds(1));
        Assert.Equal(before, Allowed());
    }

    static string Allowed() =>
        File.ReadLines("/proc/thread-self/status").Single(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split(':')[1].Trim();
}
