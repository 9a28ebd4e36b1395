namespace Merlon.Lab;

/// <summary>A lab cannot be made, or does not do what it should. The message is for a person.</summary>
public sealed class LabException : Exception
{
    public LabException(string message)
        : base(message)
    {
    }

    public LabException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
