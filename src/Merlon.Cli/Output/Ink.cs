namespace Merlon.Cli.Output;

/// <summary>Colour for people who have it; the words say everything without.</summary>
sealed class Ink(bool on)
{
    public string Good(string text) => Paint("32", text);

    public string Bad(string text) => Paint("31", text);

    public string Doubtful(string text) => Paint("33", text);

    public string Strong(string text) => Paint("1", text);

    public string Faint(string text) => Paint("2", text);

    string Paint(string code, string text) => on && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
