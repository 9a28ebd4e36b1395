using System.Collections.Immutable;

namespace Merlon.Apis.Iptables;

/// <summary>One simple command of a script.</summary>
/// <param name="Words">Its words, the program first; never none. Redirections are left out.</param>
/// <param name="Doubt">Why it may not run, or run more than once, such as <c>the `for` on line 3</c>; null where it
/// runs once.</param>
/// <param name="Before">How it is joined to the command before it: <c>&amp;&amp;</c>, <c>||</c> or <c>|</c>; null where
/// it stands by itself.</param>
/// <param name="Document">The text of a here-document, and the line where it starts; null without one.</param>
sealed record ShellCommand(
    ImmutableArray<ShellWord> Words, string? Doubt, string? Before, (string Text, int Line)? Document);
