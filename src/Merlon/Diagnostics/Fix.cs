using System.Collections.Immutable;

namespace Merlon.Diagnostics;

/// <summary>The edit that mends a finding. Equal when all parts are equal.</summary>
public sealed class Fix : IEquatable<Fix>
{
    Fix(string title, bool isSafe, IEnumerable<Edit> edits) => (Title, IsSafe, Edits) = (title, isSafe, [.. edits]);

    /// <summary>What it does, as a command: <c>Remove the entry</c>.</summary>
    public string Title { get; }

    /// <summary>
    /// Whether no verdict changes by it, and what the API server stores means the same; else a person must decide.
    /// </summary>
    public bool IsSafe { get; }

    /// <summary>All of them belong together.</summary>
    public ImmutableArray<Edit> Edits { get; }

    /// <summary>One that changes no verdict.</summary>
    public static Fix Safe(string title, params IEnumerable<Edit> edits) => new(title, true, edits);

    /// <summary>One that changes what the policy does: probably to what was meant.</summary>
    public static Fix Proposed(string title, params IEnumerable<Edit> edits) => new(title, false, edits);

    public bool Equals(Fix? other) =>
        other is not null && (Title, IsSafe) == (other.Title, other.IsSafe) && Edits.SequenceEqual(other.Edits);

    public override bool Equals(object? obj) => Equals(obj as Fix);

    public override int GetHashCode() => HashCode.Combine(Title, IsSafe, Edits.Length);
}
