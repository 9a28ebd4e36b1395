using System.Collections.Immutable;
using System.Text.Json;

namespace Merlon.Kubernetes.Decoding;

/// <summary>Decodes an answer to list: the objects, and where the next page starts.</summary>
sealed class ListDecoder(ApiResource resource, ImmutableArray<ObjectChange.Put>.Builder objects) : TokenDecoder
{
    readonly ObjectTrimmer _trimmer = new(resource);
    bool _inObject;
    string _field = "", _metadataField = "";

    /// <summary>Whether the answer was read to its end.</summary>
    public bool IsComplete { get; private set; }

    public string? ResourceVersion { get; private set; }

    /// <summary>The token of the next page; null where this was the last.</summary>
    public string? Continue { get; private set; }

    public override void Accept(ref Utf8JsonReader reader)
    {
        if (_inObject)
        {
            if (!_trimmer.Accept(ref reader)) return;
            _inObject = false;
            objects.Add(_trimmer.ToPut());
            return;
        }
        switch (reader.TokenType, reader.CurrentDepth)
        {
            case (JsonTokenType.PropertyName, 1):
                _field = reader.GetString()!;
                break;
            case (JsonTokenType.PropertyName, 2):
                _metadataField = reader.GetString()!;
                break;
            case (JsonTokenType.String, 2) when _field == "metadata":
                Metadata(reader.GetString()!);
                break;
            case (JsonTokenType.StartObject, 2) when _field == "items":
                _inObject = true;
                _trimmer.Begin();
                break;
            case (JsonTokenType.EndObject, 0):
                IsComplete = true;
                break;
            default:
                break;
        }
    }

    void Metadata(string value)
    {
        if (_metadataField == "resourceVersion") ResourceVersion = value;
        else if (_metadataField == "continue" && value.Length > 0) Continue = value;
    }
}
