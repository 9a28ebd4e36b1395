using System.Text;
using System.Text.Json;

namespace Merlon.Kubernetes.Decoding;

/// <summary>
/// Which fields of a JSON object are kept. An array is what its elements are: the same node holds for both.
/// </summary>
sealed class KeptFields
{
    readonly (byte[] Name, KeptFields? Kept)[] _named;
    readonly KeptFields? _others;

    KeptFields((byte[] Name, KeptFields? Kept)[] named, KeptFields? others, bool isWhole = false) =>
        (_named, _others) = (named, isWhole ? this : others);

    /// <summary>The value and everything in it.</summary>
    public static KeptFields Whole { get; } = new([], null, isWhole: true);

    /// <summary>Whether these are the fields of an object's own metadata, which tell who it is.</summary>
    public bool IsMetadata { get; private init; }

    /// <summary>Only these fields, whole.</summary>
    public static KeptFields Only(params string[] names) => Only([.. names.Select(name => (name, Whole))]);

    /// <summary>Only these fields, cut down themselves.</summary>
    public static KeptFields Only(params (string Name, KeptFields Kept)[] fields) =>
        new([.. fields.Select(field => (Encoding.UTF8.GetBytes(field.Name), (KeptFields?)field.Kept))], null);

    /// <summary>Everything but these fields.</summary>
    public static KeptFields AllBut(params string[] names) =>
        new([.. names.Select(name => (Encoding.UTF8.GetBytes(name), (KeptFields?)null))], Whole);

    /// <summary>The same, with one field cut down otherwise.</summary>
    public KeptFields With(string name, KeptFields kept) =>
        new([(Encoding.UTF8.GetBytes(name), kept), .. _named], _others) { IsMetadata = IsMetadata };

    /// <summary>The same, as the metadata of an object.</summary>
    public KeptFields AsMetadata() => new(_named, _others) { IsMetadata = true };

    /// <summary>What is kept of the field whose name the reader stands at; null for nothing.</summary>
    public KeptFields? Of(ref Utf8JsonReader name)
    {
        foreach (var (known, kept) in _named)
        {
            if (name.ValueTextEquals(known)) return kept;
        }
        return _others;
    }
}
