using Merlon.Diagnostics;
using Merlon.Manifests.Nodes;

namespace Merlon.Manifests;

/// <summary>What the readers of one object share: where it stands and what was found wrong with it.</summary>
sealed class DocumentContext(string file, ReadOptions options)
{
    readonly List<Diagnostic> _diagnostics = [];

    public ReadOptions Options => options;

    /// <summary>
    /// A server has stored the object, and its API says what follows from parts that are not understood: they are
    /// warnings, and the object counts.
    /// </summary>
    public bool FailsClosed { get; set; }

    /// <summary>The object as far as it is known, for messages: <c>NetworkPolicy shop/web</c>.</summary>
    public string Object { get; set; } = "";

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public bool HasErrors => _diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    public SourceLocation LocationOf(Node node) => new(file, node.Line, node.Column);

    public SourceLocation Location(int line, int column) => new(file, line, column);

    public void Report(
        DiagnosticCode code,
        string message,
        SourceLocation location,
        FieldPath path,
        Severity? severity = null,
        Fix? fix = null) =>
        _diagnostics.Add(new Diagnostic(code, message, location, path.ToString(), Object)
        {
            Severity = severity ?? code.Severity,
            Fix = fix,
        });
}
