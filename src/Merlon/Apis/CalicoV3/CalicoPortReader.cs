using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Merlon.Diagnostics;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads lists of ports: numbers, ranges <c>first:last</c>, and names.</summary>
static partial class CalicoPortReader
{
    const int MaxPorts = 50;

    public static ImmutableArray<CalicoPortSpec> Read(ObjectValue? owner, string field)
    {
        if (owner is null) return [];
        var values = owner.List(field);
        if (values.Length > MaxPorts)
        {
            owner.Report(DiagnosticCodes.ApiReject, $"`{field}` has {values.Length} entries, and at most {MaxPorts} are allowed.", field);
        }
        return [.. values.Select(ReadOne).OfType<CalicoPortSpec>()];
    }

    static CalicoPortSpec? ReadOne(Value value)
    {
        if (value.AsIntOrString() is not { } written) return null;
        if (written.Number is { } number) return ReadRange(value, number, number);
        var text = written.Text!;
        var ends = text.Split(':');
        if (ends.Length <= 2 && ends.All(end => end.Length > 0 && end.All(char.IsAsciiDigit)))
        {
            var numbers = ends
                .Select(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1)
                .ToList();
            return ReadRange(value, numbers[0], numbers[^1]);
        }
        if (Name().IsMatch(text)) return new CalicoPortSpec(null, text, value.Place);
        value.Report(
            DiagnosticCodes.CalicoReject, $"`{text}` is neither a port, nor a range such as 8000:8080, nor the name of a port.");
        return null;
    }

    static CalicoPortSpec? ReadRange(Value value, int first, int last)
    {
        if (first is < 1 or > ushort.MaxValue || last is < 1 or > ushort.MaxValue)
        {
            value.Report(DiagnosticCodes.CalicoReject, "a port is a number from 1 to 65535.");
            return null;
        }
        if (first <= last) return new CalicoPortSpec(new PortRange((ushort)first, (ushort)last), null, value.Place);
        value.Report(DiagnosticCodes.CalicoReject, $"the range ends before it starts: write `{last}:{first}`.");
        return null;
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_.-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
