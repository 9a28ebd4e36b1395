using System.Collections.Immutable;

namespace Merlon.Lab.Networks;

/// <summary>Kernel settings of network namespaces, whatever the host's defaults are.</summary>
static class Settings
{
    /// <summary>Addresses usable at once, no announcements, no filter of source addresses.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Host { get; } =
    [
        new("ipv6/conf/all/disable_ipv6", "0"),
        new("ipv6/conf/default/disable_ipv6", "0"),
        new("ipv6/conf/default/accept_dad", "0"),
        new("ipv6/conf/default/dad_transmits", "0"),
        new("ipv6/conf/default/accept_ra", "0"),
        new("ipv6/conf/all/accept_dad", "0"),
        new("ipv4/conf/all/rp_filter", "0"),
        new("ipv4/conf/default/rp_filter", "0"),
    ];

    public static ImmutableArray<KeyValuePair<string, string>> Router { get; } =
    [
        .. Host,
        new("ipv4/ip_forward", "1"),
        new("ipv6/conf/all/forwarding", "1"),
        new("ipv6/conf/default/forwarding", "1"),
        new("ipv4/conf/all/send_redirects", "0"),
        new("ipv4/conf/default/send_redirects", "0"),
    ];

    public static ImmutableArray<KeyValuePair<string, string>> AnyAddress { get; } =
    [
        .. Host,
        new("ipv4/ip_nonlocal_bind", "1"),
        new("ipv6/ip_nonlocal_bind", "1"),
    ];
}
