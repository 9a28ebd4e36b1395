using Merlon.Diagnostics;

namespace Merlon.Apis.Iptables;

/// <summary>Why iptables refuses a command, or what of it cannot be known.</summary>
sealed record RuleFault(DiagnosticCode Code, string Message, ShellWord Word);
