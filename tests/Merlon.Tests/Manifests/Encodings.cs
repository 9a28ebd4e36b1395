using System.IO.Compression;
using System.Text;
using Merlon.Manifests;

namespace Merlon.Tests.Manifests;

/// <summary>Bytes that are not plain UTF-8.</summary>
public sealed class Encodings
{
    [Fact]
    public void A_byte_order_mark_of_utf_8_is_skipped()
    {
        var manifests = Reading.Of([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Reading.Neighbour)]);
        Assert.Empty(manifests.Diagnostics);
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public void A_byte_order_mark_before_json_is_skipped()
    {
        var manifests = Reading.Of(
            [
                0xEF, 0xBB, 0xBF,
                .. """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"neighbour","namespace":"shop"}}"""u8,
            ]);
        Assert.Empty(manifests.Diagnostics);
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public void A_byte_that_is_not_utf_8_takes_only_its_document()
    {
        var manifests = Reading.Of(
            [
                .. Encoding.UTF8.GetBytes(Reading.Neighbour),
                .. "---\nkind: Pod\nmetadata: {name: é"u8,
                0xFF,
                .. "}\n"u8,
            ]);
        Assert.Equal(["YAML-ENCODING 6:19"], Reading.Found(manifests));
        Assert.Contains("0xFF", manifests.Diagnostics[0].Message, StringComparison.Ordinal);
        Reading.AssertOnlyUnreadIsAtLine(manifests, 4);
    }

    [Fact]
    public void A_character_cut_short_at_the_end_is_not_utf_8()
    {
        var manifests = Reading.Of(
            [.. Encoding.UTF8.GetBytes(Reading.Neighbour), .. "---\nkind: Pod\nname: a"u8, 0xE2, 0x82]);
        Assert.Equal(["YAML-ENCODING 6:8"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 4);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x08)]
    [InlineData(0x1B)]
    [InlineData(0x7F)]
    public void A_control_character_takes_only_its_document(byte control)
    {
        var manifests = Reading.Of(
            [
                .. "kind: Pod\nmetadata: {name: a"u8,
                control,
                .. "}\n---\n"u8,
                .. Encoding.UTF8.GetBytes(Reading.Neighbour),
            ]);
        Assert.Equal(["YAML-ENCODING 2:19"], Reading.Found(manifests));
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void Another_encoding_is_named_and_takes_only_its_source(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var manifests = WithNeighbourSource([.. encoding.GetPreamble(), .. encoding.GetBytes(Reading.Neighbour)]);
        Assert.Equal(["YAML-ENCODING 1:1"], Reading.Found(manifests));
        Assert.Contains(name[..6].ToUpperInvariant(), manifests.Diagnostics[0].Message, StringComparison.Ordinal);
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    [Fact]
    public void Utf_16_without_a_mark_is_refused_at_its_first_nul()
    {
        var manifests = WithNeighbourSource(Encoding.Unicode.GetBytes(Reading.Neighbour));
        Assert.Equal(["YAML-ENCODING 1:2"], Reading.Found(manifests));
        Reading.AssertNeighbourIsRead(manifests);
    }

    [Fact]
    public void A_compressed_file_is_named_so()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Reading.Neighbour));
        }
        var manifests = WithNeighbourSource(packed.ToArray());
        Assert.Equal(["YAML-ENCODING 1:1"], Reading.Found(manifests));
        Assert.Contains("gzip", manifests.Diagnostics[0].Message, StringComparison.Ordinal);
        Reading.AssertOnlyUnreadIsAtLine(manifests, 1);
    }

    static ManifestSet WithNeighbourSource(byte[] bytes) => ManifestReader.Read(
    [
        new SourceText("foreign.yaml", bytes),
        new SourceText("neighbour.yaml", Encoding.UTF8.GetBytes(Reading.Neighbour)),
    ]);
}
