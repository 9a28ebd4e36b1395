using System.Collections.Frozen;

namespace Merlon.Linting.Repair;

/// <summary>
/// What may stand at a place of an object: fields, elements, any keys, or a single value. The part of a schema that
/// lost indentation can be found again by.
/// </summary>
sealed class Shape
{
    readonly FrozenDictionary<string, Shape> _fields;

    Shape(Shape? element, bool isMap, IEnumerable<KeyValuePair<string, Shape>> fields) =>
        (Element, IsMap, _fields) = (element, isMap, fields.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>A single value.</summary>
    public static Shape Value { get; } = new(null, false, []);

    /// <summary>An object with any keys.</summary>
    public static Shape Map { get; } = new(null, true, []);

    /// <summary>Of a list: what its elements are.</summary>
    public Shape? Element { get; }

    public bool IsMap { get; }

    public bool IsList => Element is not null;

    public bool IsObject => _fields.Count > 0 || IsMap;

    public static Shape ListOf(Shape element) => new(element, false, []);

    public static Shape Object(params (string Name, Shape Shape)[] fields) =>
        new(null, false, fields.Select(field => new KeyValuePair<string, Shape>(field.Name, field.Shape)));

    public Shape? this[string field] => _fields.GetValueOrDefault(field);
}
