using System.Buffers;
using System.Text.Json;

namespace Merlon.Kubernetes.Decoding;

/// <summary>
/// Feeds the tokens of a stream of JSON values to a decoder as they arrive. What is held is one token at most, and each
/// byte is looked at a bounded number of times, however long a text is and in however small pieces it comes.
/// </summary>
sealed class JsonFeed(Stream stream) : IDisposable
{
    const int FirstSize = 16 << 10;

    byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    JsonReaderState _state = new(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 256 });
    int _start, _end;
    int _scanned;

    /// <summary>Waits for bytes and decodes what is whole; false at the end of the stream.</summary>
    /// <exception cref="JsonException">What came is no JSON.</exception>
    public async ValueTask<bool> ReadAsync(TokenDecoder decoder, CancellationToken stop)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), stop);
        if (read == 0) return false;
        _end += read;
        if (!IsInsideText()) Decode(decoder);
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    void Decode(TokenDecoder decoder)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), isFinalBlock: false, _state);
        while (reader.Read()) decoder.Accept(ref reader);
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        _scanned = 0;
    }

    // Whether the bytes that wait end within a quoted text: the reader would look at all of it again, in vain.
    bool IsInsideText()
    {
        var waiting = _buffer.AsSpan(_start, _end - _start);
        if (_scanned == 0)
        {
            var quote = waiting.IndexOfAnyExcept(" \t\r\n,"u8);
            if (quote < 0 || waiting[quote] != (byte)'"') return false;
            _scanned = quote + 1;
        }
        while (_scanned < waiting.Length)
        {
            var next = waiting[_scanned..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                _scanned = waiting.Length;
                return true;
            }
            if (waiting[_scanned + next] == (byte)'"') return false;
            _scanned += next + 2;
        }
        return true;
    }

    void MakeRoom()
    {
        if (_start == _end) (_start, _end) = (0, 0);
        if (_end < _buffer.Length) return;
        var larger = _end - _start > _buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
        if (larger != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        (_start, _end) = (0, _end - _start);
    }
}
