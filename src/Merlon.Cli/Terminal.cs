using Merlon.Manifests;

namespace Merlon.Cli;

/// <summary>
/// What a command sees of the world: streams, the working folder, and whether a person looks at its output.
/// </summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error: progress and what is wrong.</param>
/// <param name="Folder">The folder that relative paths start from.</param>
/// <param name="UseColor">Whether the output is a terminal that takes colour.</param>
sealed record Terminal(Stream Input, Stream Output, TextWriter Error, string Folder, bool UseColor)
{
    /// <summary>Whether long work says on <see cref="Error"/> what it is doing.</summary>
    public bool TellsProgress { get; init; }

    /// <summary>The columns that text for people is laid out for.</summary>
    public const int Width = 100;

    static readonly System.Text.UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Terminal System() => new(
        Console.OpenStandardInput(),
        Console.OpenStandardOutput(),
        new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true },
        Directory.GetCurrentDirectory(),
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
    {
        TellsProgress = true,
    };

    /// <summary>A writer of text to <see cref="Output"/>; the caller disposes of it.</summary>
    public StreamWriter OpenText() => new(Output, Utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };

    /// <summary>Tells on standard error what is wrong, as <c>merlon: …</c>.</summary>
    public int Fail(string message)
    {
        Error.WriteLine($"merlon: {message}");
        return ExitCode.Wrong;
    }

    /// <summary>Names on standard error the documents that are not in an answer and could change it.</summary>
    /// <param name="unread">The documents.</param>
    /// <param name="answer">What they are missing from: <c>this ruleset</c>.</param>
    /// <param name="pronoun">The word for it.</param>
    public void TellUnread(IEnumerable<UnreadDocument> unread, string answer, string pronoun = "it")
    {
        foreach (var document in unread)
        {
            Error.WriteLine($"merlon: not in {answer}, and could change {pronoun}: {document}: {document.Reason}");
        }
    }
}
