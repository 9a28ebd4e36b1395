using System.Collections.Immutable;
using Merlon.Policies;

namespace Merlon.Evaluation;

/// <summary>A policy that applies to the subject, with all its rules for the direction in order.</summary>
public sealed record PolicyWalk(Policy Policy, ImmutableArray<RuleWalk> Rules);
