using System.Text;
using System.Text.Json;

namespace Merlon.Cli.Replay;

/// <summary>
/// One recorded flow: the fields that are asked about, as they stand in a line of JSON. Used again for each line, so
/// that reading makes no garbage.
/// </summary>
sealed class FlowLine
{
    /// <summary>Fields that the answer adds; a line that has them already gets the new values.</summary>
    static readonly string[] AnswerFields = ["verdict", "egress", "ingress", "hostFirewall", "decidedBy", "reason", "error"];

    readonly List<Range> _kept = [];
    char[] _text = new char[4096];
    int _used;
    Range _from;
    Range _to;
    Range _protocol;
    Range _port;

    /// <summary>Empty where the line has no such text, as for the others.</summary>
    public ReadOnlySpan<char> From => _text.AsSpan(_from);

    public ReadOnlySpan<char> To => _text.AsSpan(_to);

    public ReadOnlySpan<char> Protocol => _text.AsSpan(_protocol);

    /// <summary>A number or a name, as text.</summary>
    public ReadOnlySpan<char> Port => _text.AsSpan(_port);

    /// <summary>Whether the line has a field that the answer would add.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>Where the fields stand in the line that the answer does not add, names and values.</summary>
    public IReadOnlyList<Range> Kept => _kept;

    /// <exception cref="JsonException">The line is not one JSON object, or a text that counts is not
    /// Unicode.</exception>
    public void Read(ReadOnlySpan<byte> line)
    {
        try
        {
            ReadFields(line);
        }
        catch (InvalidOperationException e)
        {
            // What the reader throws for half a surrogate pair or bytes that are not UTF-8, once they are asked for.
            throw new JsonException(e.Message, null, 0, 0, e);
        }
    }

    void ReadFields(ReadOnlySpan<byte> line)
    {
        if (_text.Length < line.Length) _text = new char[line.Length * 2];
        _used = 0;
        _from = _to = _protocol = _port = default(Index)..default;
        HasAnswer = false;
        _kept.Clear();
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("not a JSON object", null, 0, 0);
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isAnswer = false;
            if (reader.ValueTextEquals("from"u8)) _from = Text(ref reader);
            else if (reader.ValueTextEquals("to"u8)) _to = Text(ref reader);
            else if (reader.ValueTextEquals("protocol"u8)) _protocol = Text(ref reader);
            else if (reader.ValueTextEquals("port"u8)) _port = Text(ref reader);
            else
            {
                isAnswer = IsAnswer(ref reader);
                reader.Skip();
            }
            if (isAnswer) HasAnswer = true;
            else _kept.Add(start..(int)reader.BytesConsumed);
        }
        // To the end, so that a second value behind the object is an error.
        while (reader.Read())
        {
        }
    }

    static bool IsAnswer(ref Utf8JsonReader reader)
    {
        foreach (var field in AnswerFields)
        {
            if (reader.ValueTextEquals(field)) return true;
        }
        return false;
    }

    Range Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        var room = _text.AsSpan(_used);
        var start = _used;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                _used += reader.CopyString(room);
                break;
            case JsonTokenType.Number:
                _used += Encoding.UTF8.GetChars(reader.ValueSpan, room);
                break;
            default:
                reader.Skip();
                break;
        }
        return start.._used;
    }
}
