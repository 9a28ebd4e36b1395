using System.Collections.Immutable;
using System.Globalization;
using Merlon.Diagnostics;
using Merlon.Manifests.Nodes;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Manifests;

/// <summary>
/// One value of an object with its path. Reading it as a type reports <c>FIELD-TYPE</c> where it is another. As in the
/// API's own decoding, null reads as absent.
/// </summary>
readonly struct Value(Node node, FieldPath path, DocumentContext context)
{
    public FieldPath Path => path;

    public bool IsNull => node.IsNull;

    public SourceLocation Location => context.LocationOf(node);

    public Place Place => new(Location, path);

    /// <summary>
    /// Where a character of the text stands, from 0; where the source writes the text otherwise, where it starts.
    /// </summary>
    public SourceLocation LocationOf(int character) => node is ScalarNode { TextColumn: { } column }
        ? context.Location(node.Line, column + character)
        : Location;

    public DocumentContext Context => context;

    public string? AsString()
    {
        if (node is ScalarNode { Type: ScalarType.String } scalar) return scalar.Text;
        if (!node.IsNull) Mismatch("text");
        return null;
    }

    public bool? AsBoolean()
    {
        if (node is ScalarNode { Type: ScalarType.Boolean } scalar) return YamlScalar.IsTrue(scalar.Text);
        if (!node.IsNull) Mismatch("true or false");
        return null;
    }

    /// <summary>An integer of 32 bits.</summary>
    public int? AsInt32()
    {
        if (TryInteger(out var value))
        {
            if (value is >= int.MinValue and <= int.MaxValue) return (int)value;
            Report(DiagnosticCodes.FieldType, $"{value} does not fit 32 bits.");
        }
        else if (!node.IsNull)
        {
            Mismatch("a whole number");
        }
        return null;
    }

    /// <summary>A number, with or without a fraction.</summary>
    public double? AsDouble()
    {
        if (node is ScalarNode { Type: ScalarType.Float } scalar
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        if (TryInteger(out var whole)) return whole;
        if (!node.IsNull) Mismatch("a number");
        return null;
    }

    /// <summary>An integer or a text, as for a port; null also where the value is null.</summary>
    public IntOrString? AsIntOrString()
    {
        if (node is ScalarNode { Type: ScalarType.String } text) return IntOrString.Of(text.Text);
        if (node.IsNull) return null;
        if (!TryInteger(out _))
        {
            Mismatch("a whole number or text");
            return null;
        }
        return AsInt32() is { } number ? IntOrString.Of(number) : null;
    }

    /// <summary>An object; null where the value is null or something else.</summary>
    public ObjectValue? AsObject(FieldSet fields)
    {
        if (node is MappingNode mapping)
        {
            var found = new ObjectValue(mapping, path, context);
            found.ReportUnknown(fields);
            return found;
        }
        if (!node.IsNull) Mismatch("an object");
        return null;
    }

    /// <summary>The elements of a list, null ones included; none where the value is null or something else.</summary>
    public ImmutableArray<Value> AsList()
    {
        if (node is SequenceNode sequence)
        {
            var items = ImmutableArray.CreateBuilder<Value>(sequence.Items.Count);
            for (var i = 0; i < sequence.Items.Count; i++)
            {
                items.Add(new Value(sequence.Items[i], path.Element(i), context));
            }
            return items.MoveToImmutable();
        }
        if (!node.IsNull) Mismatch("a list");
        return [];
    }

    /// <summary>
    /// A map of texts in written order; a null value reads as the empty text, as the decoder of built-in types reads it,
    /// or is left out, as servers do before they look at the schema of a CRD.
    /// </summary>
    public ImmutableArray<KeyValuePair<string, string>> AsStringMap(bool dropNulls = false)
    {
        if (node is not MappingNode mapping)
        {
            if (!node.IsNull) Mismatch("an object");
            return [];
        }
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(mapping.Fields.Count);
        foreach (var field in mapping.Fields)
        {
            if (dropNulls && field.Value.IsNull) continue;
            var value = new Value(field.Value, path.Field(field.Key), context);
            pairs.Add(new(field.Key, value.AsString() ?? ""));
        }
        return pairs.ToImmutable();
    }

    public LabelSet AsLabels() => LabelSet.From(AsStringMap());

    public void Report(DiagnosticCode code, string message) => context.Report(code, message, Location, path);

    bool TryInteger(out long value)
    {
        value = 0;
        return node is ScalarNode { Type: ScalarType.Integer } scalar && YamlScalar.TryInteger(scalar.Text, out value);
    }

    void Mismatch(string wanted)
    {
        var hint = node is ScalarNode scalar && wanted == "text" && scalar.Type != ScalarType.Null
            ? string.Create(CultureInfo.InvariantCulture, $" Quote it: \"{scalar.Text}\".")
            : "";
        var found = node switch
        {
            ScalarNode { Type: ScalarType.Boolean, Text: not ("true" or "false") } word =>
                $"`{word.Text}` means true or false in YAML",
            ScalarNode { Type: not ScalarType.Null } single => $"`{Shorten(single.Text)}` is {single.TypeName}",
            _ => $"this is {node.TypeName}",
        };
        Report(DiagnosticCodes.FieldType, $"{found}, and {wanted} belongs here: the API server refuses it.{hint}");
    }

    static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
