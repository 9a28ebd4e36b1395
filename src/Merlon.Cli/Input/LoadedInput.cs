using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Cli.Input;

/// <summary>The texts that the arguments mean, and how they are to be read.</summary>
/// <param name="Sources">The texts.</param>
/// <param name="Options">How to read them.</param>
/// <param name="Unreadable">Files that are there and cannot be opened.</param>
/// <param name="Unread">Objects of a live cluster that cannot be read.</param>
sealed record LoadedInput(
    List<SourceText> Sources,
    ReadOptions Options,
    IReadOnlyList<Diagnostic> Unreadable,
    IReadOnlyList<UnreadDocument> Unread)
{
    /// <summary>What these texts say, with what could not be opened or read.</summary>
    public ManifestSet Read(IEnumerable<SourceText> sources)
    {
        var manifests = ManifestReader.Read(sources, Options);
        var unread = Unreadable
            .Select(file => new UnreadDocument(file.Message.TrimEnd('.'), file.Location, null, null, null))
            .Concat(Unread)
            .ToList();
        return unread.Count == 0 ? manifests : manifests with
        {
            Diagnostics = [.. manifests.Diagnostics.Concat(Unreadable).Order()],
            Unread = [.. manifests.Unread.Concat(unread).OrderBy(document => document.Location)],
        };
    }
}
