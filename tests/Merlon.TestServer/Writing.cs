using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Merlon.TestServer;

/// <summary>Answers get, create, update, patch and delete of single objects.</summary>
sealed class Writing(ApiServer server)
{
    public async Task AnswerAsync(HttpContext context, ServedResource resource, string @namespace, string? name)
    {
        switch (context.Request.Method)
        {
            case "GET":
                await Answers.JsonAsync(context, Existing(resource, @namespace, name).Json);
                break;
            case "POST":
                await CreateAsync(context, resource, @namespace);
                break;
            case "PUT":
                Existing(resource, @namespace, name);
                await StoreAsync(context, resource, @namespace, name!, await BodyAsync(context), 200);
                break;
            case "PATCH":
                await PatchAsync(context, resource, @namespace, name!);
                break;
            case "DELETE":
                var gone = Existing(resource, @namespace, name);
                server.Store.Delete(resource, @namespace, gone.Name);
                await Answers.StatusAsync(context, 200, "", "");
                break;
            default:
                throw new StatusException(405, "MethodNotAllowed", "the server does not allow this method");
        }
    }

    async Task CreateAsync(HttpContext context, ServedResource resource, string @namespace)
    {
        var content = await BodyAsync(context);
        var name = content["metadata"]?["name"]?.GetValue<string>()
            ?? throw new StatusException(422, "Invalid", "metadata.name: Required value");
        if (server.Store.Find(resource, @namespace, name) is not null)
        {
            throw new StatusException(409, "AlreadyExists", $"{resource.Plural} \"{name}\" already exists");
        }
        await StoreAsync(context, resource, @namespace, name, content, 201);
    }

    // Server-side apply creates what is not there.
    async Task PatchAsync(HttpContext context, ServedResource resource, string @namespace, string name)
    {
        var patch = await BodyAsync(context);
        var known = server.Store.Find(resource, @namespace, name);
        var isApply = context.Request.ContentType?.StartsWith("application/apply-patch", StringComparison.Ordinal) == true;
        if (known is null && !isApply) Existing(resource, @namespace, name);
        var content = known is null ? [] : ObjectStore.Parse(known);
        Merge(content, patch);
        await StoreAsync(context, resource, @namespace, name, content, known is null ? 201 : 200);
    }

    async Task StoreAsync(
        HttpContext context, ServedResource resource, string @namespace, string name, JsonObject content, int code)
    {
        var stored = server.Store.Put(resource, @namespace, name, content);
        await Answers.JsonAsync(context, stored.Json, code);
    }

    StoredObject Existing(ServedResource resource, string @namespace, string? name) =>
        server.Store.Find(resource, @namespace, name ?? "")
            ?? throw StatusException.NotFound($"{resource.Plural} \"{name}\"");

    // Lists are replaced whole, as for the kinds that policies are made of; directives of strategic merges say no more.
    static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (key, value) in patch.ToList())
        {
            if (key.StartsWith('$')) continue;
            if (value is null) into.Remove(key);
            else if (value is JsonObject part && into[key] is JsonObject known) Merge(known, part);
            else into[key] = value.DeepClone();
        }
    }

    static async Task<JsonObject> BodyAsync(HttpContext context)
    {
        try
        {
            return (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        }
        catch (JsonException e)
        {
            throw new StatusException(400, "BadRequest", $"the body is no JSON: {e.Message}");
        }
    }
}
