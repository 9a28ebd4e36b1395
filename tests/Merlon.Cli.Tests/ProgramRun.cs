using System.Text;

namespace Merlon.Cli.Tests;

/// <summary>
/// One run of the program, from its arguments to its exit code, with nothing in between replaced but the streams.
/// </summary>
sealed record ProgramRun(int ExitCode, byte[] Bytes, string Error)
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Output => Utf8.GetString(Bytes);

    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Error);

    /// <summary>Runs the program in a folder.</summary>
    public static ProgramRun In(string folder, IEnumerable<string> arguments, string input = "", bool color = false) =>
        In(folder, arguments, Utf8.GetBytes(input), color);

    /// <summary>The same with standard input that need not be text.</summary>
    public static ProgramRun In(string folder, IEnumerable<string> arguments, byte[] input, bool color = false)
    {
        using var stdin = new MemoryStream(input);
        using var stdout = new MemoryStream();
        using var stderr = new StringWriter { NewLine = "\n" };
        var code = Program.Run([.. arguments], new Terminal(stdin, stdout, stderr, folder, color));
        return new ProgramRun(code, stdout.ToArray(), stderr.ToString());
    }

    static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
}
