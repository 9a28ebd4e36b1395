using System.Text.Json;

namespace Merlon.Kubernetes.Decoding;

/// <summary>Makes something of the tokens of a JSON text, one by one.</summary>
abstract class TokenDecoder
{
    /// <summary>Takes the token that the reader stands at, and does not move it.</summary>
    public abstract void Accept(ref Utf8JsonReader reader);
}
