using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Merlon.TestServer;

/// <summary>Tells what is served, as clients ask before anything else.</summary>
sealed class Discovery(ApiServer server)
{
    public Task AnswerAsync(HttpContext context) => Answers.JsonAsync(
        context,
        context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["version"] => new JsonObject { ["major"] = "1", ["minor"] = "34", ["gitVersion"] = "v1.34.0" },
            ["api"] => new JsonObject
            {
                ["kind"] = "APIVersions",
                ["versions"] = new JsonArray("v1"),
                ["serverAddressByClientCIDRs"] = new JsonArray(),
            },
            ["apis"] => Groups(),
            ["api", var version] => Resources("", version),
            ["apis", var apiGroup, var version] => Resources(apiGroup, version),
            _ => throw StatusException.NotFound("the server could not find the requested resource:"),
        });

    JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray(
        [
            .. server.Served.Where(known => known.Group.Length > 0).GroupBy(known => known.Group).Select(found =>
                (JsonNode)new JsonObject
                {
                    ["name"] = found.Key,
                    ["versions"] = new JsonArray(
                        [.. found.DistinctBy(known => known.Version).Select(known => (JsonNode)Version(known))]),
                    ["preferredVersion"] = Version(found.First()),
                }),
        ]),
    };

    static JsonObject Version(ServedResource known) =>
        new() { ["groupVersion"] = known.GroupVersion, ["version"] = known.Version };

    JsonObject Resources(string apiGroup, string version)
    {
        var found = server.Served.Where(known => known.Group == apiGroup && known.Version == version).ToList();
        if (found.Count == 0) throw StatusException.NotFound("the server could not find the requested resource:");
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = found[0].GroupVersion,
            ["resources"] = new JsonArray(
            [
                .. found.Select(known => (JsonNode)new JsonObject
                {
                    ["name"] = known.Plural,
                    ["singularName"] = known.Singular,
                    ["namespaced"] = known.IsNamespaced,
                    ["kind"] = known.Kind,
                    ["verbs"] = new JsonArray("create", "delete", "get", "list", "patch", "update", "watch"),
                }),
            ]),
        };
    }
}
