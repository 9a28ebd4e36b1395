using Merlon.Diagnostics;

namespace Merlon.Manifests.Nodes;

/// <summary>Why a document could not be read, at a line and column of its source.</summary>
sealed record DocumentFault(DiagnosticCode Code, string Message, int Line, int Column);
