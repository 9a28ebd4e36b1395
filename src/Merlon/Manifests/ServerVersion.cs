using System.Globalization;

namespace Merlon.Manifests;

/// <summary>A Kubernetes version. Ordered by major, then minor.</summary>
public readonly record struct ServerVersion(int Major, int Minor) : IComparable<ServerVersion>
{
    /// <summary>The newest version whose checks are known: 1.36.</summary>
    public static ServerVersion Newest { get; } = new(1, 36);

    /// <summary>One before all checks that came later.</summary>
    internal static ServerVersion Oldest { get; } = new(1, 0);

    /// <summary>Whether the gate StrictIPCIDRValidation is on by default.</summary>
    public bool HasStrictCidrs => CompareTo(new ServerVersion(1, 36)) >= 0;

    /// <summary>Reads <c>1.36</c> or <c>v1.36.2</c>.</summary>
    public static bool TryParse(string text, out ServerVersion version)
    {
        version = default;
        var parts = text.TrimStart('v').Split('.');
        if (parts.Length is < 2 or > 3) return false;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)) return false;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)) return false;
        version = new ServerVersion(major, minor);
        return true;
    }

    public int CompareTo(ServerVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
