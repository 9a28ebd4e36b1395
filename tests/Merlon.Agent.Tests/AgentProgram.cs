using System.Diagnostics;
using System.Text;
using Merlon.Linux.Namespaces;

namespace Merlon.Agent.Tests;

/// <summary>The program itself, in a network namespace, as a host runs it.</summary>
sealed class AgentProgram : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _process;
    readonly StringBuilder _log = new();
    readonly List<string> _changes = [];

    /// <summary>The program as it was built with this one.</summary>
    public AgentProgram(NetworkNamespace netns, params string[] arguments)
        : this(Path.Combine(AppContext.BaseDirectory, "Merlon.Cli"), netns, arguments)
    {
    }

    /// <param name="program">The program's file.</param>
    /// <param name="netns">Where it runs.</param>
    /// <param name="arguments">What it is told.</param>
    public AgentProgram(string program, NetworkNamespace netns, IReadOnlyCollection<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // As deploy/ sets it.
        start.Environment["DOTNET_GCgen0size"] = "0x1000000";
        _process = netns.RunInside(() => Process.Start(start)!);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>How many lines tell that something is in force.</summary>
    public int Changes
    {
        get
        {
            lock (_log) return _changes.Count;
        }
    }

    /// <summary>Waits until so many lines tell that something is in force, and no longer.</summary>
    public void AwaitChange(int number)
    {
        lock (_log)
        {
            while (_changes.Count < number)
            {
                if (!Monitor.Wait(_log, Patience)) throw new InvalidOperationException($"Change {number} was not made:\n{_log}");
            }
        }
    }
    /// <summary>The line that told of a change, counted from 1.</summary>
    public string ChangeLine(int number)
    {
        lock (_log) return _changes[number - 1];
    }

    /// <summary>The memory that it has.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The time that processors have worked for it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The share of a processor that it takes over some time.</summary>
    public double ProcessorShare(TimeSpan time)
    {
        var before = ProcessorTime;
        Thread.Sleep(time);
        return (ProcessorTime - before) / time;
    }

    /// <summary>Waits until a text has been logged so often.</summary>
    public void AwaitLog(string text, int times = 1)
    {
        for (var time = Stopwatch.StartNew(); Log.Split(text).Length <= times; Thread.Sleep(5))
        {
            if (_process.HasExited || time.Elapsed > Patience) throw new InvalidOperationException($"`{text}` was not logged {times} times:\n{Log}");
        }
    }

    /// <summary>Kills it without a word of warning.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end, and returns its exit code.</summary>
    public int Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return AwaitExit();
    }

    public int AwaitExit()
    {
        if (!_process.WaitForExit(Patience)) throw new InvalidOperationException($"It does not end:\n{Log}");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    void Append(string? line)
    {
        if (line is null) return;
        lock (_log)
        {
            _log.AppendLine(line);
            if (!line.Contains(" in force: ", StringComparison.Ordinal)) return;
            _changes.Add(line);
            Monitor.PulseAll(_log);
        }
    }
}
