using System.Globalization;

namespace Merlon.Lab.Kernel;

/// <summary>When a process started, as the kernel counts: with its number it is known for good.</summary>
static class ProcessStart
{
    /// <summary>The count of clock ticks; null where no such process runs.</summary>
    public static string? Of(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            // The name, in parentheses, may hold anything; the 20th word after it is the start.
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
