using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Manifests.Readers;

/// <summary>Reads the objects that make pods.</summary>
static class WorkloadReader
{
    static readonly FieldSet SpecFields = FieldSet.Open("a workload spec", "template", "jobTemplate");

    static readonly FieldSet TemplateFields = FieldSet.Closed("a pod template", null, "metadata", "spec");

    static readonly FieldSet TemplateMetaFields = FieldSet.Open("a pod template's metadata", "labels");

    static readonly FieldSet JobTemplateFields = FieldSet.Open("a job template", "spec");

    public static WorkloadResource? Read(ObjectValue root, string kind)
    {
        var meta = MetaReader.Read(root, isNamespaced: true);
        var spec = root.Object("spec", SpecFields);
        if (kind == "CronJob") spec = spec?.Object("jobTemplate", JobTemplateFields)?.Object("spec", SpecFields);
        var template = spec?.Object("template", TemplateFields);
        var templateMeta = template?.Object("metadata", TemplateMetaFields);
        if (meta is null) return null;
        var labels = templateMeta is null ? LabelSet.Empty : MetaReader.ReadLabels(templateMeta);
        return new WorkloadResource(kind, meta, labels, PodReader.ReadSpec(template?["spec"]));
    }
}
