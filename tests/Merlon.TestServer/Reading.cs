using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Merlon.TestServer;

/// <summary>Answers list and watch.</summary>
sealed class Reading(ApiServer server)
{
    public async Task ListAsync(HttpContext context, ServedResource resource, string? @namespace, Fault? fault)
    {
        var query = context.Request.Query;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        var (version, start) = TokenOf(query["continue"]);
        if (version is not null && query.ContainsKey("resourceVersion"))
        {
            throw new StatusException(400, "BadRequest", "specifying resource version is not allowed when using continue");
        }
        if (version is null && query.ContainsKey("resourceVersionMatch") && !query.ContainsKey("resourceVersion"))
        {
            throw new StatusException(400, "BadRequest", "resourceVersionMatch is forbidden unless resourceVersion is provided");
        }
        if (long.TryParse(query["resourceVersion"], out var wanted) && wanted > server.Store.Version)
        {
            throw new StatusException(504, "Timeout", "Too large resource version \"ResourceVersionTooLarge\"");
        }
        var (at, objects) = server.Store.Snapshot(resource, version, keep: limit < int.MaxValue);
        var found = objects
            .Where(stored => @namespace is null || stored.Namespace == @namespace)
            .Where(stored => string.CompareOrdinal(stored.Key, start) > 0)
            .ToList();
        var page = found.Take(limit).ToList();
        var next = found.Count > page.Count ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{at}|{page[^1].Key}")) : "";
        context.Response.ContentType = "application/json";
        var body = new FaultyBody(context, fault);
        var head = $$"""{"kind":"{{resource.Kind}}List","apiVersion":"{{resource.GroupVersion}}","metadata":{"resourceVersion":"{{at}}","continue":"{{next}}"},"items":[""";
        var text = new MemoryStream();
        text.Write(Encoding.UTF8.GetBytes(head));
        for (var i = 0; i < page.Count; i++)
        {
            if (i > 0) text.WriteByte((byte)',');
            page[i].WriteAsItem(text, resource);
        }
        text.Write("]}\n"u8);
        await body.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length));
    }

    public async Task WatchAsync(HttpContext context, ServedResource resource, string? @namespace, Fault? fault)
    {
        var query = context.Request.Query;
        var after = long.TryParse(query["resourceVersion"], out var version) ? version : server.Store.Version;
        if (fault is Fault.Repeat repeat) after = Math.Max(after - repeat.Versions, server.Store.Oldest);
        var seconds = int.TryParse(query["timeoutSeconds"], out var timeout) ? timeout : 300;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, server.Stopping);
        stop.CancelAfter(server.WatchLimit ?? TimeSpan.FromSeconds(seconds));
        using var watcher = server.Store.Watch(resource, after);
        context.Response.ContentType = "application/json";
        var body = new FaultyBody(context, fault);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var wantsBookmarks = query["allowWatchBookmarks"] == "true";
        try
        {
            for (var told = 0; ; told++)
            {
                if (fault is Fault.ErrorEvent error && told >= error.AfterEvents)
                {
                    await body.WriteAsync(ErrorOf(error.Code));
                    return;
                }
                while (!await HasEventAsync(watcher, stop.Token))
                {
                    if (wantsBookmarks && watcher.Bookmark() is { } quiet) await body.WriteAsync(BookmarkOf(resource, quiet));
                }
                var found = await watcher.Events.ReadAsync(stop.Token);
                if (@namespace is null || found.Object.Namespace == @namespace) await body.WriteAsync(Line(found));
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Its time is over: the answer ends in good order.
        }
    }

    // False where it is time for a bookmark.
    async Task<bool> HasEventAsync(ObjectStore.Subscription watcher, CancellationToken stop)
    {
        using var interval = CancellationTokenSource.CreateLinkedTokenSource(stop);
        interval.CancelAfter(server.BookmarkInterval);
        try
        {
            return await watcher.Events.WaitToReadAsync(interval.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    static byte[] Line(StoredEvent found)
    {
        var line = new MemoryStream();
        line.Write(Encoding.UTF8.GetBytes($$"""{"type":"{{found.Type}}","object":"""));
        line.Write(found.Object.Json);
        line.Write("}\n"u8);
        return line.ToArray();
    }

    static byte[] BookmarkOf(ServedResource resource, long version) => Encoding.UTF8.GetBytes(
        $$$"""{"type":"BOOKMARK","object":{"kind":"{{{resource.Kind}}}","apiVersion":"{{{resource.GroupVersion}}}","metadata":{"resourceVersion":"{{{version}}}","creationTimestamp":null} } }""" + "\n");

    static byte[] ErrorOf(int code) => Encoding.UTF8.GetBytes(
        $$$"""{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version","reason":"Expired","code":{{{code}}}}}""" + "\n");

    static (long? Version, string Start) TokenOf(string? token)
    {
        if (string.IsNullOrEmpty(token)) return (null, "");
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split('|', 2);
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
    }
}
