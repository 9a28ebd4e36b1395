namespace Merlon.Nftables;

/// <summary>The name of a network interface: letters, digits, dots, hyphens and underscores, 1 to 15.</summary>
public sealed record InterfaceName
{
    const int MaxLength = 15;

    /// <exception cref="ArgumentException">The text is no such name.</exception>
    public InterfaceName(string text)
    {
        if (!IsName(text)) throw new ArgumentException($"`{text}` is not the name of an interface.", nameof(text));
        Text = text;
    }

    public string Text { get; }

    /// <summary>Whether the text can be such a name. A star or a quote would mean something else in a rule.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= MaxLength
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    public override string ToString() => Text;
}
