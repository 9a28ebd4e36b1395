using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Apis.ClusterPolicies;

/// <summary>Single cluster-wide policies as manifests, and what is found wrong with them.</summary>
static class ClusterPolicy
{
    public const string Subject = "subject: {namespaces: {}}";

    public static string Cnp(string spec) => Object("v1alpha2", "ClusterNetworkPolicy", "p", spec);

    public static string Anp(string spec) => Object("v1alpha1", "AdminNetworkPolicy", "p", spec);

    public static string Banp(string spec, string name = "default") =>
        Object("v1alpha1", "BaselineAdminNetworkPolicy", name, spec);

    /// <summary>A ClusterNetworkPolicy with one egress rule.</summary>
    public static string CnpTo(string rule) => Cnp($"tier: Admin, priority: 1, {Subject}, egress: [{{{rule}}}]");

    /// <summary>A ClusterNetworkPolicy with one ingress rule.</summary>
    public static string CnpFrom(string rule) => Cnp($"tier: Admin, priority: 1, {Subject}, ingress: [{{{rule}}}]");

    public static string AnpTo(string rule) => Anp($"priority: 1, {Subject}, egress: [{{{rule}}}]");

    public static string Repeat(string element, int count) => string.Join(", ", Enumerable.Repeat(element, count));

    public static ManifestSet Read(string manifest, ReadOptions? options = null) =>
        ManifestReader.Read([new SourceText("p.yaml", Encoding.UTF8.GetBytes(manifest))], options);

    /// <summary>The errors as code and path; none where the server takes it.</summary>
    public static List<string> Errors(string manifest, ReadOptions? options = null)
    {
        var manifests = Read(manifest, options);
        var errors = manifests.Diagnostics
            .Where(found => found.Severity == Severity.Error)
            .Select(found => $"{found.Code} {found.Path}")
            .ToList();
        Assert.Equal(errors.Count == 0 ? 1 : 0, manifests.Resources.Policies.Length);
        return errors;
    }

    static string Object(string version, string kind, string name, string spec) =>
        $"apiVersion: policy.networking.k8s.io/{version}\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {{{spec}}}\n";
}
