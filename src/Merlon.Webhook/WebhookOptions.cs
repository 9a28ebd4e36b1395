using Merlon.Diagnostics;
using Merlon.Linting.Configuration;
using Merlon.Manifests;

namespace Merlon.Webhook;

/// <summary>How reviews are answered.</summary>
/// <param name="DenyFrom">Changes with findings from this severity on are refused; null where none ever is.</param>
/// <param name="Configuration">Facts of the cluster, and what to ignore.</param>
/// <param name="Context">The other objects of the cluster.</param>
sealed record WebhookOptions(Severity? DenyFrom, LintConfiguration Configuration, ContextFiles Context)
{
    /// <summary>The options; null where one is wrong, and why.</summary>
    public static WebhookOptions? Read(string? denyOn, string? config, IReadOnlyList<string> manifests, out string? error)
    {
        error = null;
        Severity? denyFrom = null;
        switch (denyOn?.ToLowerInvariant())
        {
            case null or "never":
                break;
            case ("error" or "warning") and var text:
                denyFrom = Enum.Parse<Severity>(text, ignoreCase: true);
                break;
            default:
                error = $"`{denyOn}` is not a severity to deny on: error, warning or never";
                return null;
        }
        var missing = manifests.Append(config).FirstOrDefault(path => path is not null && !Path.Exists(path));
        if (missing is not null)
        {
            error = $"no such file or folder: `{missing}`";
            return null;
        }
        var errors = new List<string>();
        var configuration = config is null
            ? LintConfiguration.Empty
            : LintConfiguration.Read(new SourceText(config, File.ReadAllBytes(config)), errors);
        error = errors.FirstOrDefault();
        return errors.Count > 0 ? null : new WebhookOptions(denyFrom, configuration, new ContextFiles(manifests));
    }
}
