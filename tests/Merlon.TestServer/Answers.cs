using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Merlon.TestServer;

/// <summary>Writes whole answers.</summary>
static class Answers
{
    public static async Task JsonAsync(HttpContext context, byte[] json, int code = 200)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(json);
    }

    public static Task JsonAsync(HttpContext context, JsonObject json, int code = 200) =>
        JsonAsync(context, System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), code);

    public static Task StatusAsync(HttpContext context, int code, string reason, string message) => JsonAsync(
        context,
        new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = code < 400 ? "Success" : "Failure",
            ["message"] = message,
            ["reason"] = reason,
            ["code"] = code,
        },
        code);
}
