using System.Text.Encodings.Web;
using System.Text.Json;

namespace Merlon.Cli.Output;

/// <summary>How JSON is written: indented for one answer, readable without escapes.</summary>
static class Json
{
    public static JsonWriterOptions Indented { get; } = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonWriterOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one JSON text and a line end to the terminal's output.</summary>
    public static void Write(Terminal terminal, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(terminal.Output, Indented)) write(writer);
        terminal.Output.WriteByte((byte)'\n');
    }
}
