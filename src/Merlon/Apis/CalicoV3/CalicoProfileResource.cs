using System.Collections.Immutable;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Apis.CalicoV3;

/// <summary>A Profile.</summary>
public sealed record CalicoProfileResource(
    ObjectMeta Meta,
    LabelSet LabelsToApply,
    ImmutableArray<CalicoRuleSpec> Ingress,
    ImmutableArray<CalicoRuleSpec> Egress) : ProfileResource(Meta, LabelsToApply);
