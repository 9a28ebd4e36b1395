using Merlon.Linting.Worlds;
using Merlon.Model;

namespace Merlon.Linting.Changes;

/// <summary>How many flows there are, and the first of them.</summary>
public sealed record FlowCount(int Count, string? Witness)
{
    public static FlowCount None { get; } = new(0, null);

    internal FlowCount With(in Flow flow) => new(Count + 1, Witness ?? LintWorld.NameOf(flow));
}
