namespace Merlon.Kubernetes;

/// <summary>What distinguishes an object from another of the same name: a number where it is one, as servers give it.</summary>
readonly record struct ObjectUid
{
    readonly Guid _number;
    readonly string? _text;

    public ObjectUid(string text)
    {
        // Read back as something else, two would be one.
        if (Guid.TryParseExact(text, "D", out _number) && _number.ToString("D") == text) _text = null;
        else (_number, _text) = (Guid.Empty, text);
    }
}
