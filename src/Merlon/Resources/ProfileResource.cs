using Merlon.Model;

namespace Merlon.Resources;

/// <summary>What judges the traffic of host endpoints that no policy decides, and gives them labels.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="LabelsToApply">The labels that an endpoint inherits; its own win.</param>
public abstract record ProfileResource(ObjectMeta Meta, LabelSet LabelsToApply) : PolicyResource(KindName, Meta)
{
    public const string KindName = "Profile";
}
