namespace Merlon.Linux;

/// <summary>The errors that are told apart.</summary>
static class Errno
{
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NotPermitted = 1;
    public const int Again = 11;
    public const int NoDevice = 19;
    public const int NoBufferSpace = 105;
    public const int InProgress = 115;
}
