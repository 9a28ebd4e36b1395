using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests.Nodes;

namespace Merlon.Manifests;

/// <summary>An object of a document: its fields by name.</summary>
sealed class ObjectValue(MappingNode mapping, FieldPath path, DocumentContext context)
{
    public FieldPath Path => path;

    public SourceLocation Location => context.LocationOf(mapping);

    public Place Place => new(Location, path);

    public DocumentContext Context => context;

    public bool IsEmpty => mapping.Fields.Count == 0;

    /// <summary>The field, where it is written; its value may be null.</summary>
    public Value? this[string name] =>
        mapping[name] is { } node ? new Value(node, path.Field(name), context) : null;

    /// <summary>Where the key stands; the object itself where the field is not written.</summary>
    public SourceLocation LocationOf(string name) =>
        mapping.TryGet(name, out var field) ? context.Location(field.Line, field.Column) : Location;

    /// <summary>
    /// The place of the key; that of the object, with the field's path, where the field is not written.
    /// </summary>
    public Place PlaceOf(string name) => new(LocationOf(name), path.Field(name));

    public bool Has(string name) => mapping[name] is not null;

    public string? String(string name) => this[name]?.AsString();

    public int? Int32(string name) => this[name]?.AsInt32();

    public bool? Boolean(string name) => this[name]?.AsBoolean();

    public ObjectValue? Object(string name, FieldSet fields) => this[name]?.AsObject(fields);

    public ImmutableArray<Value> List(string name) => this[name]?.AsList() ?? [];

    public void Report(DiagnosticCode code, string message, string? field = null) => context.Report(
        code, message, field is null ? Location : LocationOf(field), field is null ? path : path.Field(field));

    /// <summary>Whether a field was written that does not belong here, and would be refused with it.</summary>
    public bool HasRefusedField { get; private set; }

    /// <summary>A field that was written and does not belong here; null where there is none.</summary>
    public string? UnknownField { get; private set; }

    /// <summary>Reports the fields that do not belong to such an object.</summary>
    public void ReportUnknown(FieldSet fields)
    {
        for (var i = 0; i < mapping.Fields.Count; i++)
        {
            var field = mapping.Fields[i];
            if (!fields.IsUnknown(field.Key, out var suggestion)) continue;
            UnknownField ??= field.Key;
            var isRefused = !context.FailsClosed && context.Options.FieldValidation != FieldValidation.Ignore;
            var at = context.Location(field.Line, field.Column);
            context.Report(
                DiagnosticCodes.FieldUnknown,
                Unknown(field.Key, suggestion, fields, isRefused),
                at,
                path.Field(field.Key),
                isRefused ? null : Severity.Warning,
                suggestion is null ? null : Fix.Proposed($"Write `{suggestion}`", new Edit.RenameKey(at, suggestion)));
            HasRefusedField |= isRefused;
        }
    }

    string Unknown(string key, string? suggestion, FieldSet fields, bool isRefused)
    {
        if (context.FailsClosed) return $"`{key}` of {fields.Owner} is not known here: the server is newer.";
        var isRemoved = fields.IsRemoved(key, out var ifDropped);
        ifDropped ??= fields.IfDropped;
        var message = isRemoved
            ? $"`{key}` is no longer a field of {fields.Owner}."
            : $"`{key}` is not a field of {fields.Owner}{(suggestion is null ? "." : $": did you mean `{suggestion}`?")}";
        var effect = ifDropped is null ? "" : $"; {(isRefused ? "dropped silently, " : "")}{ifDropped}";
        return $"{message} The API server {(isRefused ? "refuses" : "drops")} it{effect}.";
    }
}
