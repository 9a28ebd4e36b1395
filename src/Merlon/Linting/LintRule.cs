using Merlon.Diagnostics;

namespace Merlon.Linting;

/// <summary>
/// What a code means to a person. Examples are true: a test lints both texts of every rule.
/// </summary>
/// <param name="Code">The code.</param>
/// <param name="Meaning">What happens because of it, and what to do: a few short sentences.</param>
public sealed record LintRule(DiagnosticCode Code, string Meaning)
{
    /// <summary>Manifests in which it fires; null where no text can show it.</summary>
    public string? Example { get; init; }

    /// <summary>The same, mended: it does not fire there.</summary>
    public string? Better { get; init; }

    /// <summary>Whether the texts are scripts of iptables commands and no manifests.</summary>
    public bool IsScript { get; init; }

    /// <summary>An example of a NetworkPolicy <c>shop/web</c> of which the spec alone is given.</summary>
    /// <param name="spec">The fields of the spec, from the margin on.</param>
    internal static string PolicyOf(string spec) => $"""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: web
          namespace: shop
        spec:
          {spec.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal)}

        """;
}
