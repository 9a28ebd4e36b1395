using Merlon.Apis.Iptables;

namespace Merlon.Cli.Input;

/// <summary>A file of a node's firewall.</summary>
/// <param name="Node">The node; null for every node that has no file of its own.</param>
/// <param name="Text">What the file says.</param>
sealed record HostFirewallFile(string? Node, IptablesText Text);
