using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Apis.CalicoV3;

/// <summary>A selector as written, and what it means; not written where empty.</summary>
public sealed record SelectorSpec(string Text, LabelFormula Formula, Place Place);
