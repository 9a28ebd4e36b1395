namespace Merlon.Apis.CalicoV3.Selectors;

/// <summary>A text is no selector. Never leaves <see cref="SelectorParser"/>.</summary>
sealed class SelectorSyntaxException(string message, int position) : Exception(message)
{
    /// <summary>The character at fault, from 0; the length of the text where something is missing at its end.</summary>
    public int Position { get; } = position;
}
