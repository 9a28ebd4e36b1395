namespace Merlon.Linting.Claims;

/// <summary>A sentence in a comment of a manifest.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Column">The column of the comment there.</param>
/// <param name="Subject">The line of the manifest that it stands behind or above.</param>
readonly record struct Comment(string Text, int Line, int Column, int Subject);
