using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Apis.CalicoV3;

/// <summary>Reads what a rule says about HTTP requests, as words: packets do not tell it.</summary>
static class HttpText
{
    static readonly FieldSet Fields = FieldSet.Closed("http", "the rule matches more requests", "methods", "paths");

    static readonly FieldSet PathFields = FieldSet.Closed("a path", "the path matches more", "exact", "prefix");

    public static string? Read(ObjectValue? rule)
    {
        if (rule?.Object("http", Fields) is not { } http) return null;
        var methods = http.List("methods").Select(method => method.AsString() ?? "").ToList();
        var paths = http.List("paths").Select(ReadPath).ToList();
        var method = methods.Count == 0 ? "any method" : string.Join(" or ", methods);
        var path = paths.Count == 0 ? "any path" : string.Join(" or ", paths);
        return $"it is an HTTP request by {method} for {path}";
    }

    static string ReadPath(Value value)
    {
        var path = value.AsObject(PathFields);
        var (exact, prefix) = (path?.String("exact"), path?.String("prefix"));
        if (string.IsNullOrEmpty(exact) == string.IsNullOrEmpty(prefix))
        {
            value.Report(DiagnosticCodes.CalicoReject, "a path has either `exact` or `prefix`.");
        }
        return string.IsNullOrEmpty(exact) ? $"{prefix}*" : exact;
    }
}
