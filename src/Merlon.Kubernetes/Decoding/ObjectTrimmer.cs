using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Merlon.Kubernetes.Decoding;

/// <summary>
/// Cuts one object at a time down to the fields that are kept, token by token: what is dropped is never held. Texts and
/// numbers are copied as they were written.
/// </summary>
sealed class ObjectTrimmer
{
    readonly ApiResource _resource;
    readonly KeptFields _fields;
    readonly byte[] _head;
    readonly ArrayBufferWriter<byte> _output = new(1024);
    readonly Stack<(KeptFields Fields, bool IsArray)> _open = new();
    readonly Dictionary<string, string> _namespaces = new(StringComparer.Ordinal);
    KeptFields? _next;
    int _skippedDepth = -1;
    bool _needsComma;
    Identity _identity;
    string? _namespace, _name, _uid, _resourceVersion;

    public ObjectTrimmer(ApiResource resource)
    {
        _resource = resource;
        _fields = KeptFieldsOfKinds.Of(resource);
        _head = Encoding.UTF8.GetBytes($$"""{"apiVersion":"{{resource.ApiVersion}}","kind":"{{resource.Kind}}""" + "\"");
    }

    enum Identity { None, Namespace, Name, Uid, ResourceVersion }

    /// <summary>The version of the object that was read last; null where it has none.</summary>
    public string? ResourceVersion => _resourceVersion;

    /// <summary>Takes the start of an object.</summary>
    public void Begin()
    {
        _output.ResetWrittenCount();
        _output.Write(_head);
        _open.Clear();
        _open.Push((_fields, false));
        (_next, _skippedDepth, _needsComma, _identity) = (null, -1, true, Identity.None);
        (_namespace, _name, _uid, _resourceVersion) = (null, null, null, null);
    }

    /// <summary>Takes the next token of the object; true where it was the last.</summary>
    public bool Accept(ref Utf8JsonReader reader)
    {
        if (_skippedDepth >= 0)
        {
            var ends = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (ends && reader.CurrentDepth == _skippedDepth) _skippedDepth = -1;
            return false;
        }
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Name(ref reader);
                return false;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Open(ref reader);
                return false;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                return Close(reader.TokenType);
            default:
                Scalar(ref reader);
                return false;
        }
    }

    /// <summary>The object that has ended.</summary>
    public ObjectChange.Put ToPut() => new(
        _resource, _namespace, _name ?? "", _uid ?? "", _resourceVersion ?? "", _output.WrittenSpan.ToArray());

    /// <summary>The object that has ended, as one that is gone.</summary>
    public ObjectChange.Gone ToGone() => new(_resource, _namespace, _name ?? "", _uid ?? "");

    void Name(ref Utf8JsonReader reader)
    {
        var fields = _open.Peek().Fields;
        _identity = fields.IsMetadata ? IdentityOf(ref reader) : Identity.None;
        _next = fields.Of(ref reader);
        if (_next is null) return;
        Comma();
        Quoted(reader.ValueSpan);
        _output.Write(":"u8);
        _needsComma = false;
    }

    void Open(ref Utf8JsonReader reader)
    {
        var (parent, inArray) = _open.Peek();
        var fields = inArray ? parent : _next;
        _identity = Identity.None;
        if (fields is null)
        {
            _skippedDepth = reader.CurrentDepth;
            return;
        }
        Comma();
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        _output.Write(isArray ? "["u8 : "{"u8);
        _open.Push((fields, isArray));
        _needsComma = false;
    }

    bool Close(JsonTokenType end)
    {
        _open.Pop();
        _output.Write(end == JsonTokenType.EndArray ? "]"u8 : "}"u8);
        _needsComma = true;
        return _open.Count == 0;
    }

    void Scalar(ref Utf8JsonReader reader)
    {
        if (_identity != Identity.None && reader.TokenType == JsonTokenType.String) Identify(ref reader);
        _identity = Identity.None;
        if (!_open.Peek().IsArray && _next is null) return;
        Comma();
        if (reader.TokenType == JsonTokenType.String) Quoted(reader.ValueSpan);
        else _output.Write(reader.ValueSpan);
        _needsComma = true;
    }

    static Identity IdentityOf(ref Utf8JsonReader name) =>
        name.ValueTextEquals("name"u8) ? Identity.Name
        : name.ValueTextEquals("namespace"u8) ? Identity.Namespace
        : name.ValueTextEquals("uid"u8) ? Identity.Uid
        : name.ValueTextEquals("resourceVersion"u8) ? Identity.ResourceVersion
        : Identity.None;

    void Identify(ref Utf8JsonReader reader)
    {
        var text = reader.GetString()!;
        switch (_identity)
        {
            case Identity.Name: _name = text; break;
            case Identity.Uid: _uid = text; break;
            case Identity.ResourceVersion: _resourceVersion = text; break;
            default: _namespace = OneOf(text); break;
        }
    }

    // There are few namespaces and many objects: each name is held once.
    string? OneOf(string text)
    {
        if (text.Length == 0) return null;
        if (_namespaces.TryGetValue(text, out var known)) return known;
        _namespaces.Add(text, text);
        return text;
    }

    void Comma()
    {
        if (_needsComma) _output.Write(","u8);
    }

    void Quoted(ReadOnlySpan<byte> escaped)
    {
        _output.Write("\""u8);
        _output.Write(escaped);
        _output.Write("\""u8);
    }
}
