using System.Net.NetworkInformation;
using Merlon.Linux.Namespaces;

namespace Merlon.Linux.Tests.Namespaces;

public class NetworkNamespaces
{
    const string Current = "/proc/thread-self/ns/net";

    [Fact]
    public void A_new_one_is_another_than_ours()
    {
        Root.Require();
        using var created = NetworkNamespace.Create();
        Assert.NotEqual(Identity(), created.RunInside(Identity));
        Assert.Equal(created.RunInside(Identity), created.RunInside(Identity));
        Assert.StartsWith("1: lo", created.RunInside(() => Tool.Run("ip", "-o", "link")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thread_leaves_the_way_it_came()
    {
        Root.Require();
        using var created = NetworkNamespace.Create();
        using var other = NetworkNamespace.Create();
        var (before, inside, nested, after) = created.RunInside(() =>
        {
            var before = Identity();
            string nested, inside;
            using (other.Enter())
            {
                inside = Identity();
                using (created.Enter()) nested = Identity();
            }
            return (before, inside, nested, Identity());
        });
        Assert.NotEqual(before, inside);
        Assert.Equal(before, nested);
        Assert.Equal(before, after);
    }

    [Fact]
    public void It_is_opened_by_process_and_by_name()
    {
        Root.Require();
        using var own = NetworkNamespace.OfProcess(Environment.ProcessId);
        Assert.Equal(Identity(), own.RunInside(Identity));
        var name = $"merlon-test-{Environment.ProcessId}";
        Tool.Run("ip", "netns", "add", name);
        try
        {
            using var named = NetworkNamespace.OpenNamed(name);
            Assert.Equal(Tool.Run("ip", "netns", "exec", name, "readlink", "/proc/self/ns/net").TrimEnd(), named.RunInside(Identity));
        }
        finally
        {
            Tool.Run("ip", "netns", "delete", name);
        }
    }

    [Fact]
    public void What_fails_inside_fails_outside()
    {
        Root.Require();
        using var created = NetworkNamespace.Create();
        Assert.Throws<NetworkInformationException>(() => created.RunInside(() => throw new NetworkInformationException()));
    }

    [Fact]
    public void A_missing_one_is_an_error()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("There are no network namespaces here.");
        var e = Assert.Throws<LinuxException>(() => NetworkNamespace.OpenNamed("merlon-there-is-none"));
        Assert.Equal(2, e.Errno);
        Assert.Equal("open(/run/netns/merlon-there-is-none)", e.Call);
        Assert.Throws<ArgumentException>(() => NetworkNamespace.OpenNamed("../1/ns/net"));
    }

    static string Identity() => new FileInfo(Current).LinkTarget!;
}
