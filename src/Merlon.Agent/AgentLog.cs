using System.Globalization;

namespace Merlon.Agent;

/// <summary>One line for each thing that happened: time, severity, and a sentence. Safe for concurrent use.</summary>
public sealed class AgentLog(TextWriter writer, TimeProvider time)
{
    readonly Lock _lock = new();

    public void Info(string text) => Write("info", text);

    public void Warning(string text) => Write("warning", text);

    public void Error(string text) => Write("error", text);

    void Write(string severity, string text)
    {
        var moment = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        lock (_lock) writer.WriteLine($"{moment} {severity} {text.ReplaceLineEndings(" ")}");
    }
}
