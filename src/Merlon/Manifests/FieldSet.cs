using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Merlon.Manifests;

/// <summary>The fields that an object may have, for telling unknown ones apart.</summary>
sealed class FieldSet
{
    readonly FrozenSet<string> _names;
    readonly bool _closed;
    readonly FrozenDictionary<string, string> _removed = FrozenDictionary<string, string>.Empty;

    FieldSet(string owner, bool closed, string? ifDropped, string[] names)
    {
        (Owner, IfDropped, _closed) = (owner, ifDropped, closed);
        _names = names.ToFrozenSet(StringComparer.Ordinal);
    }

    FieldSet(FieldSet original, FrozenDictionary<string, string> removed)
    {
        (Owner, IfDropped, _closed) = (original.Owner, original.IfDropped, original._closed);
        (_names, _removed) = (original._names, removed);
    }

    /// <summary>The object in a sentence: <c>a peer</c>.</summary>
    public string Owner { get; }

    /// <summary>What follows where a server drops an unknown field silently; null where nothing special does.</summary>
    public string? IfDropped { get; }

    /// <summary>Every field is named: any other is an error.</summary>
    public static FieldSet Closed(string owner, string? ifDropped, params string[] names) =>
        new(owner, true, ifDropped, names);

    /// <summary>
    /// Only the fields that matter are named: another is an error only where it looks like one of them.
    /// </summary>
    public static FieldSet Open(string owner, params string[] names) => new(owner, false, null, names);

    /// <summary>The same fields of an object that is called otherwise.</summary>
    public FieldSet Named(string owner) => new(owner, _closed, IfDropped, [.. _names]);

    /// <summary>The same fields, told apart from those that earlier versions of the API had.</summary>
    /// <param name="ifDropped">What follows where a server drops one of them silently.</param>
    /// <param name="names">The removed fields.</param>
    public FieldSet WithRemoved(string ifDropped, params string[] names) =>
        new(this, names.ToFrozenDictionary(name => name, _ => ifDropped, StringComparer.Ordinal));

    /// <summary>Whether an earlier version of the API had the field, and what follows where it is dropped.</summary>
    public bool IsRemoved(string key, [NotNullWhen(true)] out string? ifDropped) =>
        _removed.TryGetValue(key, out ifDropped);

    /// <summary>Whether the key must be reported, and the field that was probably meant.</summary>
    public bool IsUnknown(string key, out string? suggestion)
    {
        suggestion = null;
        if (_names.Contains(key)) return false;
        suggestion = _closed ? NearestName.Find(key, _names) : InOtherCase(key);
        return _closed || suggestion is not null;
    }

    string? InOtherCase(string key) =>
        _names.FirstOrDefault(name => name.Equals(key, StringComparison.OrdinalIgnoreCase));
}
