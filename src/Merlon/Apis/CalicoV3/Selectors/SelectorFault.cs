namespace Merlon.Apis.CalicoV3.Selectors;

/// <summary>Why a text is no selector.</summary>
/// <param name="Message">The reason, in the user's words, without final stop.</param>
/// <param name="Position">The character at fault, from 0.</param>
sealed record SelectorFault(string Message, int Position);
