using System.Text;
using System.Text.Json;
using Merlon.Kubernetes.Decoding;

namespace Merlon.Kubernetes.Tests.Decoding;

/// <summary>Texts that come in pieces.</summary>
public sealed class Feeding
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static readonly ApiResource Pods = new("", "v1", "pods", "Pod", true);

    const string Events = """
        {"type":"ADDED","object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"n","uid":"u1","resourceVersion":"7","labels":{"k":"\"\\ \u00e4"}},"spec":{"nodeName":"x","volumes":[{"a":[1,{"b":null}]}],"hostNetwork":true},"status":{"podIP":"10.0.0.1"}}}
        {"object":{"metadata":{"name":"a","namespace":"n","uid":"u1","resourceVersion":"8"}},"type":"DELETED"}
        {"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"12","creationTimestamp":null},"spec":{"containers":null}}}
        {"type":"ERROR","object":{"kind":"Status","metadata":{},"message":"gone","reason":"Expired","details":{"code":1},"code":410}}

        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100_000)]
    public async Task Events_are_the_same_however_they_are_cut(int piece)
    {
        var events = await ReadAsync(Events, piece);
        Assert.Collection(
            events,
            first =>
            {
                var put = Assert.IsType<ObjectChange.Put>(Assert.IsType<WatchEvent.Changed>(first).Change);
                Assert.Equal(("n", "a", "u1", "7"), (put.Namespace, put.Name, put.Uid, put.ResourceVersion));
                Assert.Equal(
                    """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"n","labels":{"k":"\"\\ \u00e4"}},"spec":{"nodeName":"x","hostNetwork":true},"status":{"podIP":"10.0.0.1"}}""",
                    Encoding.UTF8.GetString(put.Json.Span));
            },
            second => Assert.Equal(
                new WatchEvent.Changed(new ObjectChange.Gone(Pods, "n", "a", "u1"), "8"), second),
            third => Assert.Equal(new WatchEvent.Bookmark("12"), third),
            fourth => Assert.Equal(new WatchEvent.Failed(410, "gone"), fourth));
    }

    [Fact]
    public async Task An_event_is_told_as_soon_as_its_last_byte_is_there()
    {
        using var feed = new JsonFeed(new Pieces(Events, Events.IndexOf('\n', StringComparison.Ordinal)));
        var decoder = new WatchDecoder(Pods);
        await feed.ReadAsync(decoder, Stop);
        Assert.Single(decoder.Events);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(16 << 10)]
    public async Task A_large_text_that_is_dropped_is_read_past(int piece)
    {
        var large = new string('x', 3 << 20) + "\\\"\\\\" + new string('y', 1 << 20);
        var text = $$$"""{"type":"ADDED","object":{"metadata":{"name":"a","annotations":{"big":"{{{large}}}"},"resourceVersion":"7"} } }""";
        var found = Assert.IsType<WatchEvent.Changed>(Assert.Single(await ReadAsync(text, piece)));
        Assert.Equal("7", found.ResourceVersion);
        Assert.InRange(((ObjectChange.Put)found.Change).Json.Length, 1, 100);
    }

    [Theory]
    [InlineData("<html>502</html>")]
    [InlineData("""{"type":"ADDED","object":{]""")]
    [InlineData("""{"type":"NEWS","object":{}}""")]
    public async Task What_is_no_event_is_an_error(string text) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(text, 10));

    static async Task<List<WatchEvent>> ReadAsync(string text, int piece)
    {
        using var feed = new JsonFeed(new Pieces(text, piece));
        var decoder = new WatchDecoder(Pods);
        while (await feed.ReadAsync(decoder, Stop))
        {
        }
        return [.. decoder.Events];
    }

    /// <summary>A stream that gives a text in pieces of one size.</summary>
    sealed class Pieces(string text, int size) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
