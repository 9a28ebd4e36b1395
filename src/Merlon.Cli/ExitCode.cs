namespace Merlon.Cli;

/// <summary>What the program's exit code says. The same for every command.</summary>
static class ExitCode
{
    /// <summary>Yes, clean, equal.</summary>
    public const int Yes = 0;

    /// <summary>No, findings, different.</summary>
    public const int No = 1;

    /// <summary>The question or the input is wrong.</summary>
    public const int Wrong = 2;

    /// <summary>It cannot be told.</summary>
    public const int Unknown = 3;
}
