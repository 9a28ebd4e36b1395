using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Merlon.Diagnostics;

namespace Merlon.Manifests.Nodes;

/// <summary>Turns bytes into text, or says where and why they are none.</summary>
static class TextDecoder
{
    static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code).Except("\t\n\r"u8.ToArray()), 0x7F]);

    /// <summary>The message for a source that announces another encoding by its first bytes; null for UTF-8.</summary>
    public static string? ForeignEncoding(ReadOnlySpan<byte> source) => source switch
    {
        [0, 0, 0xFE, 0xFF, ..] or [0xFF, 0xFE, 0, 0, ..] => "the file is UTF-32: save it as UTF-8",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "the file is UTF-16: save it as UTF-8",
        [0x1F, 0x8B, ..] => "the file is compressed (gzip): unpack it first",
        _ => null,
    };

    public static DocumentFault? Check(DocumentText document)
    {
        var bytes = document.Bytes.Span;
        if (!Utf8.IsValid(bytes))
        {
            var offset = FirstInvalid(bytes);
            return FaultAt(document, offset, $"byte 0x{bytes[offset]:X2} is not UTF-8 text: save the file as UTF-8");
        }
        var control = IndexOfControl(bytes);
        return control < 0
            ? null
            : FaultAt(document, control, $"control character 0x{bytes[control]:X2} does not belong in a manifest");
    }

    static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }
        return offset;
    }

    static int IndexOfControl(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny(Controls);

    static DocumentFault FaultAt(DocumentText document, int offset, string message)
    {
        var before = document.Bytes.Span[..offset];
        var line = before.Count((byte)'\n');
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new DocumentFault(DiagnosticCodes.YamlEncoding, message, document.FirstLine + line, column);
    }
}
