using System.Globalization;
using System.Xml;
using Merlon.Diagnostics;

namespace Merlon.Cli.Output;

/// <summary>Writes a test suite a file: a failed case for each finding that fails the run, a passed one where none
/// does.</summary>
static class LintJUnit
{
    public static void Write(LintReport report, Terminal terminal)
    {
        var failures = report.Result.Findings
            .Where(finding => report.IsFailure(finding.Severity))
            .ToLookup(finding => finding.Location.File, StringComparer.Ordinal);
        var files = report.Sources.Select(source => source.Name)
            .Concat(failures.Select(group => group.Key))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        using var text = terminal.OpenText();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "merlon lint");
            foreach (var file in files) WriteSuite(xml, file, [.. failures[file]]);
            xml.WriteEndElement();
        }
        text.WriteLine();
    }

    static void WriteSuite(XmlWriter xml, string file, List<Diagnostic> failures)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", file);
        xml.WriteAttributeString("tests", Text(Math.Max(failures.Count, 1)));
        xml.WriteAttributeString("failures", Text(failures.Count));
        if (failures.Count == 0) WriteCase(xml, file, "lint", null);
        foreach (var failure in failures)
        {
            WriteCase(xml, file, $"{failure.Code.Id} line {Text(failure.Location.Line)}", failure);
        }
        xml.WriteEndElement();
    }

    static void WriteCase(XmlWriter xml, string file, string name, Diagnostic? failure)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", file);
        xml.WriteAttributeString("name", name);
        if (failure is not null)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", failure.Code.Id);
            xml.WriteAttributeString("message", failure.Message);
            xml.WriteString($"{failure.Location}");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
