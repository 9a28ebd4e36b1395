using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;
using Merlon.Questions;

namespace Merlon.Assertions;

/// <summary>What an assertion says of its flows.</summary>
public enum AssertionKind
{
    /// <summary>All of them are allowed.</summary>
    Allow,

    /// <summary>None of them is.</summary>
    Deny,

    /// <summary>None from anyone else is.</summary>
    Only,
}

/// <summary>Ends as written: a name, an address, <c>outside</c>, or a selector.</summary>
/// <param name="Name">The text; null for a selector.</param>
/// <param name="Namespace">The namespace that a selector asks for; null for any.</param>
/// <param name="Labels">The labels that a selector asks for.</param>
/// <param name="NamespaceLabels">The labels of the namespace that it asks for.</param>
/// <param name="Location">Where it is written.</param>
public sealed record EndText(
    string? Name, string? Namespace, LabelSet Labels, LabelSet NamespaceLabels, SourceLocation Location);

/// <summary>One assertion about a cluster.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Name">What it is called: as written, or its own words.</param>
/// <param name="From">The senders.</param>
/// <param name="To">The receivers.</param>
/// <param name="Ports">The ports; none for every port of every protocol.</param>
/// <param name="Location">Where it is written.</param>
public sealed record Assertion(
    AssertionKind Kind,
    string Name,
    ImmutableArray<EndText> From,
    ImmutableArray<EndText> To,
    ImmutableArray<PortQuestion> Ports,
    SourceLocation Location);
