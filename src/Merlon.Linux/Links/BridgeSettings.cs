using Microsoft.Win32.SafeHandles;

namespace Merlon.Linux.Links;

/// <summary>
/// What a network namespace says of all its bridges: that of the thread that opens it, then and later. Where the kernel's
/// br_netfilter is loaded later, that of the thread that asks first. Not thread-safe: it has one owner.
/// </summary>
public sealed class BridgeSettings : IDisposable
{
    const string Folder = "/proc/sys/net/bridge";

    static readonly string[] Names = ["bridge-nf-call-iptables", "bridge-nf-call-ip6tables"];

    readonly SafeFileHandle?[] _files = new SafeFileHandle?[Names.Length];

    BridgeSettings()
    {
    }

    public static BridgeSettings Open()
    {
        var settings = new BridgeSettings();
        settings.OpenMissing();
        return settings;
    }

    /// <summary>Whether the kernel can pass what crosses a bridge through the hooks of IP: its br_netfilter is loaded.</summary>
    public static bool CanFilter => Directory.Exists(Folder);

    /// <summary>Whether every bridge is filtered, for both versions of IP, whatever it says itself.</summary>
    public bool AllAreFiltered
    {
        get
        {
            OpenMissing();
            return _files.All(file => file is not null && IsOn(file));
        }
    }

    public void Dispose()
    {
        foreach (var file in _files) file?.Dispose();
    }

    void OpenMissing()
    {
        for (var i = 0; i < _files.Length; i++)
        {
            var path = Path.Combine(Folder, Names[i]);
            if (_files[i] is null && File.Exists(path)) _files[i] = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
    }

    static bool IsOn(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[16];
        return RandomAccess.Read(file, text, 0) > 0 && text[0] == (byte)'1';
    }
}
