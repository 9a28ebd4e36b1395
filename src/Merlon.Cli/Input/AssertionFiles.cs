using System.Collections.Immutable;
using Merlon.Assertions;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>Reads files of assertions, and tells what is wrong with them.</summary>
static class AssertionFiles
{
    /// <summary>Null where anything is wrong, which is told.</summary>
    public static ImmutableArray<Assertion>? Read(IReadOnlyList<string> files, Terminal terminal)
    {
        var errors = new List<string>();
        var unreadable = new List<Diagnostic>();
        var sources = ManifestFiles.Load(files, terminal, ManifestLimits.Default, errors, unreadable);
        foreach (var error in errors.Concat(unreadable.Select(found => found.Message))) terminal.Fail(error);
        if (errors.Count + unreadable.Count > 0) return null;
        var read = sources.Select(AssertionReader.Read).ToList();
        return Tell(read.SelectMany(file => file.Faults), terminal) ? null : [.. read.SelectMany(file => file.Assertions)];
    }

    /// <summary>Tells faults with their places; whether there are any.</summary>
    public static bool Tell(IEnumerable<(SourceLocation Location, string Message)> faults, Terminal terminal)
    {
        var any = false;
        foreach (var (location, message) in faults.OrderBy(fault => fault.Location))
        {
            terminal.Fail($"{location}: {message}");
            any = true;
        }
        return any;
    }
}
