namespace Merlon.Linux.Links;

// Numbers of linux/rtnetlink.h, linux/if_link.h and linux/if_addr.h, those that are used.

static class RouteMessage
{
    public const ushort NewLink = 16;
    public const ushort GetLink = 18;
    public const ushort GetAddress = 22;
    public const int LinkHeaderLength = 16;
    public const int AddressHeaderLength = 8;
}

static class RouteGroup
{
    public const int Links = 1;
    public const int IPv4Addresses = 5;
    public const int IPv6Addresses = 9;
}

static class LinkAttribute
{
    public const ushort Name = 3;
    public const ushort Info = 18;
}

static class LinkInfoAttribute
{
    public const ushort Kind = 1;
    public const ushort Data = 2;
}

static class BridgeAttribute
{
    public const ushort FilterIPv4 = 36;
    public const ushort FilterIPv6 = 37;
}

static class AddressAttribute
{
    public const ushort Address = 1;
    public const ushort Local = 2;
}
