using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using Merlon.Assertions;

namespace Merlon.Cli.Output;

/// <summary>Writes what became of assertions: for people, and in the forms that build servers read.</summary>
static class TestReport
{
    public static readonly string[] Formats = ["text", "tap", "junit", "sarif", "github"];

    public static void Write(Terminal terminal, string format, ImmutableArray<AssertionResult> results)
    {
        switch (format)
        {
            case "sarif":
                Json.Write(terminal, json => WriteSarif(json, results));
                return;
            case "junit":
                WriteJUnit(terminal, results);
                return;
        }
        using var text = terminal.OpenText();
        if (format == "tap") WriteTap(text, results);
        else if (format == "github") WriteGitHub(text, results);
        else WriteText(new Page(text, new Ink(terminal.UseColor)), results);
    }

    static void WriteText(Page page, ImmutableArray<AssertionResult> results)
    {
        foreach (var result in results.Where(result => !result.Passed))
        {
            page.Pointing($"FAILED   {result.Assertion.Name}", result.Assertion.Location.ToShortString(), 9);
            foreach (var (line, place) in Reasons(result))
            {
                if (place is null) page.Wrapped($"  {line}", 4);
                else page.Pointing($"  {line}", place, 4);
            }
        }
        var failed = results.Count(result => !result.Passed);
        page.Line($"{results.Length - failed} passed, {failed} failed");
    }

    static void WriteTap(TextWriter text, ImmutableArray<AssertionResult> results)
    {
        text.WriteLine("TAP version 14");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"1..{results.Length}"));
        for (var i = 0; i < results.Length; i++)
        {
            var name = results[i].Assertion.Name.Replace("#", "\\#", StringComparison.Ordinal);
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(results[i].Passed ? "ok" : "not ok")} {i + 1} - {name}"));
            foreach (var line in Reasons(results[i])) text.WriteLine($"  # {Joined(line)}");
        }
    }

    static void WriteGitHub(TextWriter text, ImmutableArray<AssertionResult> results)
    {
        foreach (var result in results.Where(result => !result.Passed))
        {
            var at = result.Assertion.Location;
            var message = string.Join("%0A", Reasons(result).Select(line => Escaped(Joined(line))).Prepend(Escaped(result.Assertion.Name)));
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"::error file={at.File},line={at.Line},col={at.Column}::{message}"));
        }

        static string Escaped(string message) =>
            message.Replace("%", "%25", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
    }

    static void WriteJUnit(Terminal terminal, ImmutableArray<AssertionResult> results)
    {
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" };
        using (var xml = XmlWriter.Create(terminal.Output, settings))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", "merlon");
            xml.WriteAttributeString("tests", results.Length.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("failures", results.Count(result => !result.Passed).ToString(CultureInfo.InvariantCulture));
            foreach (var result in results)
            {
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("name", result.Assertion.Name);
                xml.WriteAttributeString("classname", result.Assertion.Location.File);
                if (!result.Passed)
                {
                    xml.WriteStartElement("failure");
                    xml.WriteAttributeString("message", Joined(Reasons(result).First()));
                    xml.WriteString(string.Join('\n', Reasons(result).Select(Joined)));
                    xml.WriteEndElement();
                }
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        terminal.Output.WriteByte((byte)'\n');
    }

    static void WriteSarif(Utf8JsonWriter json, ImmutableArray<AssertionResult> results)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "merlon");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var result in results.Where(result => !result.Passed)) WriteSarif(json, result);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteSarif(Utf8JsonWriter json, AssertionResult result)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", $"assertion-{result.Assertion.Kind.ToString().ToLowerInvariant()}");
        json.WriteString("level", "error");
        json.WriteStartObject("message");
        json.WriteString("text", string.Join('\n', Reasons(result).Select(Joined).Prepend(result.Assertion.Name)));
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        SarifLocation.Write(json, result.Assertion.Location);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static IEnumerable<(string Text, string? Place)> Reasons(AssertionResult result)
    {
        if (result.IsVacuous) yield return ("nobody is meant: no pair of ends is held against it, so it shows nothing", null);
        if (result.Witness is not { } flow) yield break;
        var more = result.Wrong > 1
            ? string.Create(CultureInfo.InvariantCulture, $", like {result.Wrong - 1} more of {result.Pairs} pairs")
            : "";
        yield return ($"{result.Result.Verdict.ToString().ToUpperInvariant()}   {flow}{more}", null);
        foreach (var (text, place) in DecisionText.Of(result.Result)) yield return (text, place?.ToShortString());
    }

    static string Joined((string Text, string? Place) reason) =>
        reason.Place is null ? reason.Text : $"{reason.Text} ({reason.Place})";
}
