using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Apis.Iptables;

/// <summary>One command on the rules of one IP version.</summary>
sealed record IptablesCommand
{
    /// <summary>The IP version by the program's name; null where only the shell knows it.</summary>
    public required IpFamily? Family { get; init; }

    public required string Table { get; init; }

    public required Operation Operation { get; init; }

    /// <summary>The chain; null for all of the table.</summary>
    public ShellWord? Chain { get; init; }

    /// <summary>The place of the rule, from 1; null where none is given.</summary>
    public int? Number { get; init; }

    /// <summary>The policy, or the new name of a chain.</summary>
    public ShellWord? Argument { get; init; }

    /// <summary>The rules; none where the operation takes none.</summary>
    public ImmutableArray<RuleSpec> Rules { get; init; } = [];

    /// <summary>Why it is not known whether, or on what, it is run; null where it is.</summary>
    public string? Doubt { get; init; }

    public required SourceLocation Origin { get; init; }
}
