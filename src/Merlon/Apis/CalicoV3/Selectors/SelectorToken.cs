namespace Merlon.Apis.CalicoV3.Selectors;

/// <summary>A token of a selector.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The key or the quoted text; empty for the others.</param>
/// <param name="Position">Where it starts in the selector, from 0.</param>
readonly record struct SelectorToken(SelectorTokenKind Kind, string Text, int Position);
