namespace Merlon.Tests.BruteForce;

/// <summary>
/// One way to name one end of a flow, with the address it uses.
/// The pod is the one of the pod network that is named, null for everything else.
/// </summary>
sealed record QuestionEndpoint(string Text, string? Address, PodData? Pod)
{
    /// <summary>Whether a packet between the two can exist: both addresses, where known, are of one family.</summary>
    public bool CanReach(QuestionEndpoint other) =>
        Address is null || other.Address is null || AddressText.IsIPv6(Address) == AddressText.IsIPv6(other.Address);
}
