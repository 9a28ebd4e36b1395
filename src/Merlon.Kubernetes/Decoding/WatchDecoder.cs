using System.Text.Json;

namespace Merlon.Kubernetes.Decoding;

/// <summary>Decodes the events of a watch. They are collected in <see cref="Events"/> until taken from there.</summary>
sealed class WatchDecoder(ApiResource resource) : TokenDecoder
{
    readonly ObjectTrimmer _trimmer = new(resource);
    bool _inObject;
    string _type = "", _field = "", _message = "";
    int _code, _depthTwo;

    public Queue<WatchEvent> Events { get; } = new();

    public override void Accept(ref Utf8JsonReader reader)
    {
        if (_inObject)
        {
            Status(ref reader);
            _inObject = !_trimmer.Accept(ref reader);
            return;
        }
        switch (reader.TokenType, reader.CurrentDepth)
        {
            case (JsonTokenType.StartObject, 0):
                (_type, _message, _code, _depthTwo) = ("", "", 0, 0);
                break;
            case (JsonTokenType.PropertyName, 1):
                _field = reader.GetString()!;
                break;
            case (JsonTokenType.String, 1) when _field == "type":
                _type = reader.GetString()!;
                break;
            case (JsonTokenType.StartObject, 1) when _field == "object":
                _inObject = true;
                _trimmer.Begin();
                break;
            case (JsonTokenType.EndObject, 0):
                Events.Enqueue(ToEvent());
                break;
            default:
                break;
        }
    }

    // The object of an error is a Status: the trimmer knows nothing of its fields.
    void Status(ref Utf8JsonReader reader)
    {
        if (reader.CurrentDepth != 2) return;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _depthTwo = reader.ValueTextEquals("code"u8) ? 1 : reader.ValueTextEquals("message"u8) ? 2 : 0;
                break;
            case JsonTokenType.Number when _depthTwo == 1:
                reader.TryGetInt32(out _code);
                break;
            case JsonTokenType.String when _depthTwo == 2:
                _message = reader.GetString()!;
                break;
            default:
                break;
        }
    }

    WatchEvent ToEvent() => _type switch
    {
        "ADDED" or "MODIFIED" => new WatchEvent.Changed(_trimmer.ToPut(), _trimmer.ResourceVersion ?? ""),
        "DELETED" => new WatchEvent.Changed(_trimmer.ToGone(), _trimmer.ResourceVersion ?? ""),
        "BOOKMARK" => new WatchEvent.Bookmark(_trimmer.ResourceVersion ?? ""),
        "ERROR" => new WatchEvent.Failed(_code, _message),
        _ => throw new JsonException($"`{_type}` is no event of a watch"),
    };
}
