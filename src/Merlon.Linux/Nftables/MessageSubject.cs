using System.Globalization;

namespace Merlon.Linux.Nftables;

/// <summary>What a message is about, in words that are made only where they are needed.</summary>
/// <param name="Kind">The kind of object.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rule">Which of its rules, from 1; null for the object itself.</param>
readonly record struct MessageSubject(string Kind, string Name, int? Rule = null)
{
    public override string ToString() => Rule is { } rule
        ? string.Create(CultureInfo.InvariantCulture, $"{Kind} {Name} rule {rule}")
        : $"{Kind} {Name}";
}
