using System.Collections.Immutable;
using Merlon.Evaluation;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Questions;

/// <summary>The answer to a question: one verdict over all the flows that it means.</summary>
/// <param name="Verdict">The common verdict; <see cref="Verdict.Unknown"/> where the flows fare differently.</param>
/// <param name="Reason">Why it is unknown or no packet can be sent; null otherwise.</param>
/// <param name="Cases">The flows with their results.</param>
/// <param name="Notes">What was assumed in finding the flows.</param>
/// <param name="Unread">Documents that are not in the model and could have changed the answer.</param>
public sealed record Answer(
    Verdict Verdict,
    string? Reason,
    ImmutableArray<AnsweredCase> Cases,
    ImmutableArray<string> Notes,
    ImmutableArray<UnreadDocument> Unread);

/// <summary>One flow of a question with its result.</summary>
public sealed record AnsweredCase(FlowCase Case, FlowResult Result)
{
    public Flow Flow => Case.Flow;
}
