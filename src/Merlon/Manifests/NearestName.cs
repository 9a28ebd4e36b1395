namespace Merlon.Manifests;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class NearestName
{
    const int MaxEdits = 2;

    /// <summary>
    /// By equality without case first, then by at most two edits, then by the last dotted part; ties go to the first
    /// name in ordinal order. Null where nothing is near.
    /// </summary>
    public static string? Find(string written, IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.Ordinal).ToArray();
        var sameLetters = sorted.FirstOrDefault(name => name.Equals(written, StringComparison.OrdinalIgnoreCase));
        if (sameLetters is not null) return sameLetters;

        var near = sorted
            .Where(name => Math.Abs(name.Length - written.Length) <= MaxEdits && written.Length > MaxEdits)
            .Select(name => (Name: name, Edits: Edits(written, name)))
            .Where(candidate => candidate.Edits <= MaxEdits)
            .OrderBy(candidate => candidate.Edits)
            .FirstOrDefault();
        if (near.Name is not null) return near.Name;

        var lastPart = written[(written.LastIndexOf('.') + 1)..];
        return sorted.FirstOrDefault(name => name.Equals(lastPart, StringComparison.OrdinalIgnoreCase));
    }

    // Levenshtein distance with neighbouring letters swapped counting once, ignoring case.
    static int Edits(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                var best = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                }
                rows[i, j] = best;
            }
        }
        return rows[a.Length, b.Length];
    }

    static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
