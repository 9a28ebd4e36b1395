using Merlon.Diagnostics;

namespace Merlon.Linting.Suppressions;

/// <summary>A code that is not to be reported, of one object or of all, and why.</summary>
/// <param name="Code">The code.</param>
/// <param name="Object">The object: <c>NetworkPolicy shop/web</c>, <c>shop/web</c> or <c>shop/*</c>; null means
/// all.</param>
/// <param name="Reason">Why it is right as it is. Never empty.</param>
public sealed record Suppression(string Code, string? Object, string Reason)
{
    public bool Covers(Diagnostic finding) => finding.Code.Id == Code && (Object is null || Names(finding.Object));

    // A finding names its object with the kind; people often leave it out.
    bool Names(string named)
    {
        var name = named[(named.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return Matches(named) || Matches(name);
    }

    bool Matches(string name) => Object!.EndsWith('*')
        ? name.StartsWith(Object[..^1], StringComparison.Ordinal)
        : name == Object;
}
