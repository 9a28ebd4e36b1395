using System.Collections.Immutable;

namespace Merlon.Documents;

/// <summary>A text for people, with the blocks of manifests and commands in it.</summary>
/// <param name="Name">Its name, as locations carry it.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Blocks">Its blocks, in order; none overlaps another.</param>
public sealed record TextDocument(
    string Name, ImmutableArray<string> Lines, ImmutableArray<DocumentBlock> Blocks);
