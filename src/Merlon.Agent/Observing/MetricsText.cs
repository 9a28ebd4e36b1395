using System.Globalization;
using System.Text;

namespace Merlon.Agent.Observing;

/// <summary>Metrics in the text format of Prometheus.</summary>
sealed class MetricsText
{
    readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void Gauge(string name, string help, double value) => Of(name, "gauge", help).Sample(name, "", value);

    public void Counter(string name, string help, double value) => Of(name, "counter", help).Sample(name, "", value);

    /// <summary>One sample for each thing, told apart by labels.</summary>
    public void Each<T>(string name, string type, string help, IEnumerable<T> things, Func<T, (string Label, string Value)[]> labels, Func<T, double> value)
    {
        Of(name, type, help);
        foreach (var thing in things)
        {
            var text = string.Join(',', labels(thing).Select(label => $"{label.Label}=\"{Escape(label.Value)}\""));
            Sample(name, $"{{{text}}}", value(thing));
        }
    }

    public void Histogram(string name, string help, Histogram histogram)
    {
        var (counts, count, sum) = histogram.Read();
        Of(name, "histogram", help);
        for (var i = 0; i < counts.Length; i++) Sample($"{name}_bucket", $"{{le=\"{Number(Observing.Histogram.Bounds[i])}\"}}", counts[i]);
        Sample($"{name}_bucket", "{le=\"+Inf\"}", count);
        Sample($"{name}_sum", "", sum);
        Sample($"{name}_count", "", count);
    }

    MetricsText Of(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    void Sample(string name, string labels, double value) => _text.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');

    static string Number(double value) => value.ToString("0.################", CultureInfo.InvariantCulture);

    static string Escape(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
}
