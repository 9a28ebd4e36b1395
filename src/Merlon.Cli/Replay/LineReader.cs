namespace Merlon.Cli.Replay;

/// <summary>Reads a stream line by line without making strings. The last line needs no line end.</summary>
sealed class LineReader(Stream stream)
{
    byte[] _buffer = new byte[1 << 16];
    int _start;
    int _end;
    bool _ended;

    /// <summary>The next line without its line end, valid until the next call; false at the end.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = _buffer.AsSpan(_start, searched + newline).TrimEnd((byte)'\r');
                _start += searched + newline + 1;
                return true;
            }
            if (_ended)
            {
                line = _buffer.AsSpan(_start, _end - _start);
                _start = _end;
                return line.Length > 0;
            }
            searched = _end - _start;
            Fill();
        }
    }

    void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }
}
