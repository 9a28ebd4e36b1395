using System.Collections.Immutable;
using Merlon.Manifests;

namespace Merlon.Webhook;

/// <summary>The cluster around a change, from its API server and from files; read anew only when one of them changed.</summary>
sealed class Surroundings(ContextFiles files, LiveObjects? live)
{
    readonly Lock _lock = new();
    (ImmutableArray<SourceText> Live, ImmutableArray<SourceText> Files) _read;
    ManifestSet _known = ManifestReader.Read([]);

    /// <summary>Whether the API server has told what it has; true where none is asked.</summary>
    public bool AreReady => live?.IsReady ?? true;

    /// <summary>Files count as if applied to what the server has.</summary>
    public ManifestSet Read()
    {
        lock (_lock)
        {
            var found = (Live: live?.Read() ?? [], Files: files.Read());
            if (found.Live != _read.Live || found.Files != _read.Files)
            {
                _known = ManifestReader.Read([.. found.Live, .. found.Files]);
                _read = found;
            }
            return live is null ? _known : _known with { Unread = [.. _known.Unread, .. live.Unread] };
        }
    }
}
