using System.Collections.Immutable;

namespace Merlon.Lab.Networks;

/// <summary>What one network namespace is to be like.</summary>
/// <param name="Netns">Its name in the plan; the lab puts its own prefix before it.</param>
/// <param name="Settings">Files under <c>/proc/sys/net</c> and what they are to hold, set before links come up.</param>
/// <param name="Commands">Lines for <c>ip -batch</c>.</param>
public sealed record NetnsSetup(
    string Netns, ImmutableArray<KeyValuePair<string, string>> Settings, ImmutableArray<string> Commands)
{
    /// <summary>Lines for <c>ip -4 -batch</c> and <c>ip -6 -batch</c> alike: rules for looking up routes.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];
}
