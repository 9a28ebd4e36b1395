using Merlon.Evaluation;
using Merlon.Model;

namespace Merlon.Linting.Worlds;

/// <summary>A flow that is denied, and what denies it.</summary>
sealed record BlockedFlow(Flow Flow, DirectionResult Result);
