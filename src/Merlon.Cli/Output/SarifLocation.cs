using System.Text.Json;
using Merlon.Diagnostics;

namespace Merlon.Cli.Output;

/// <summary>Writes places of texts as SARIF has them.</summary>
static class SarifLocation
{
    public static void Write(Utf8JsonWriter json, SourceLocation location)
    {
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", UriOf(location.File));
        json.WriteEndObject();
        // An object of a server has no lines.
        if (location.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", location.Line);
            json.WriteNumber("startColumn", location.Column);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    // A relative path stays one; what a URI cannot hold is escaped part by part.
    static string UriOf(string file) => Path.IsPathRooted(file)
        ? new Uri(file).AbsoluteUri
        : string.Join('/', file.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
