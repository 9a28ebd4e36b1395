using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Lab.Planning;

/// <summary>One packet to send, and what the model says of it.</summary>
/// <param name="Index">Its place in the plan, from 0: packets carry it.</param>
/// <param name="From">Who sends.</param>
/// <param name="To">Who should receive.</param>
/// <param name="Port">What is asked.</param>
/// <param name="Flow">The flow as the model sees it.</param>
/// <param name="Predicted">Whether it gets through.</param>
public sealed record Probe(int Index, LabPlace From, LabPlace To, ProbePort Port, Flow Flow, Verdict Predicted)
{
    public IpAddress Source { get; } = Flow.Source.Address
        ?? throw new ArgumentException("A probe has addresses.", nameof(Flow));

    public IpAddress Destination { get; } = Flow.Destination.Address
        ?? throw new ArgumentException("A probe has addresses.", nameof(Flow));

    /// <summary>The source address that the destination sees: that of the sender's node, where a host rule translates it.</summary>
    public required IpAddress SeenSource { get; init; }

    /// <summary>
    /// Whether an allowed packet is answered: where a host judges packets before they are tracked, answers are judged by
    /// themselves.
    /// </summary>
    public bool ExpectsAnswer { get; init; } = true;

    public IpFamily Family => Destination.Family;

    /// <summary>Enforcement lets nothing pass that the model cannot judge.</summary>
    public bool IsAllowed => Predicted == Verdict.Allow;
}
