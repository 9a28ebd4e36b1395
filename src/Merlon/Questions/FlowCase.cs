using Merlon.Model;

namespace Merlon.Questions;

/// <summary>One of the flows that a question means.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Because">What sets it apart from the others of its question, for example <c>over IPv6</c>; null where
/// nothing does.</param>
public sealed record FlowCase(Flow Flow, string? Because);
