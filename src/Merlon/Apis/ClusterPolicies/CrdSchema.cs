using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>
/// The checks that the schema of a CRD makes. Null is absent, as for the server. What an object that a server has stored
/// breaks is told and does not count against it: that server knows more.
/// </summary>
static class CrdSchema
{
    /// <summary>The field; null where it is missing, which is refused.</summary>
    public static Value? Required(ObjectValue? owner, string field, string what)
    {
        if (Written(owner, field) is { } value) return value;
        if (owner is not null)
        {
            Refuse(owner.Context, $"{what} needs `{field}`.", owner.LocationOf(field), owner.Path.Field(field));
        }
        return null;
    }

    public static Value? Written(ObjectValue? owner, string field) =>
        owner?[field] is { IsNull: false } value ? value : null;

    /// <summary>The elements of a list with a number of elements between the limits.</summary>
    public static ImmutableArray<Value> List(Value? value, int min, int max, string what)
    {
        if (value is not { } list) return [];
        var items = list.AsList();
        if (items.Length < min) Refuse(list, $"{what} needs at least one element.");
        if (items.Length > max) Refuse(list, $"{items.Length} elements: {what} takes at most {max}.");
        return items;
    }

    /// <summary>The name of the only field that is written; null where there is none or more than one.</summary>
    public static string? OnlyField(ObjectValue owner, string what, params ReadOnlySpan<string> fields)
    {
        var written = new List<string>();
        foreach (var field in fields)
        {
            if (Written(owner, field) is not null) written.Add(field);
        }
        if (owner.UnknownField is not null && (owner.HasRefusedField || owner.Context.FailsClosed)) return null;
        if (written is [var only]) return only;
        var alternatives = string.Join(", ", fields.ToArray());
        Refuse(
            owner.Context,
            written.Count == 0
                ? $"{what} must say something: {alternatives}."
                : $"{what} has {string.Join(" and ", written)}, and takes one of {alternatives}: write two elements.",
            owner.Location,
            owner.Path);
        return null;
    }

    /// <summary>A number between the limits; null where it is none or outside.</summary>
    public static int? Number(Value? value, int min, int max, string what)
    {
        if (value?.AsInt32() is not { } number) return null;
        if (number >= min && number <= max) return number;
        Refuse(value.Value, $"{what} {number} is not between {min} and {max}.");
        return null;
    }

    public static void RefuseRepeated(ImmutableArray<Value> items, IReadOnlyList<string> texts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Length; i++)
        {
            if (!seen.Add(texts[i])) Refuse(items[i], $"`{texts[i]}` stands in the list already.");
        }
    }

    public static void Refuse(Value value, string message) =>
        Refuse(value.Context, message, value.Location, value.Path);

    public static void Refuse(DocumentContext context, string message, SourceLocation location, FieldPath path) =>
        context.Report(
            DiagnosticCodes.ApiReject, message, location, path, context.FailsClosed ? Severity.Warning : null);
}
