namespace Merlon.Cli.Tests.Commands;

public sealed class LintFixSpecs
{
    static readonly string[] Apps = ["web", "proxy", "other"];

    const string Policy = """
        # The shop's front.
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: front, namespace: shop}
        spec:
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Ingress]
          ingress:
          - from:
            - podSelector: {matchLabels: {app: proxy}}
            ports:
            - port: 80      # plain
            - {protocol: TCP, port: 80}
            - {protocol: TCP, port: 443}   # encrypted

        """;

    [Fact]
    public void I_can_mend_a_file_in_place_and_keep_its_comments()
    {
        using var place = new Workplace();
        var file = place.Write("front.yaml", Policy);
        var run = place.Run("lint", "front.yaml", "--fix");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal(["2 findings mended, 0 left"], run.OutputLines);
        Assert.Equal(
            Policy.Replace("    - port: 80      # plain\n", "    - port: 80      # plain\n      protocol: TCP\n", StringComparison.Ordinal)
                .Replace("    - {protocol: TCP, port: 80}\n", "", StringComparison.Ordinal),
            File.ReadAllText(file));
        Assert.Equal(["nothing found in 1 policy in 1 document"], place.Run("lint", "front.yaml").OutputLines);
    }

    [Fact]
    public void What_is_mended_is_judged_as_before()
    {
        using var place = new Workplace();
        place.Write("front.yaml", Policy);
        place.Write("pods.yaml", string.Concat(Apps.Select(app =>
            $"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {app}, namespace: shop, labels: {{app: {app}}}}}\n")));
        var before = place.Run("connections", ".").Output;
        place.Run("lint", ".", "--fix");
        Assert.Contains("443", before, StringComparison.Ordinal);
        Assert.Equal(Places().Replace(before, ""), Places().Replace(place.Run("connections", ".").Output, ""));
    }

    [Fact]
    public void I_can_see_the_difference_first()
    {
        using var place = new Workplace();
        var file = place.Write("front.yaml", Policy);
        var run = place.Run("lint", "front.yaml", "--fix", "--dry-run");
        Assert.Equal(Policy, File.ReadAllText(file));
        Assert.Equal(
            """
            --- a/front.yaml
            +++ b/front.yaml
            @@ -10,5 +10,5 @@
                 - podSelector: {matchLabels: {app: proxy}}
                 ports:
                 - port: 80      # plain
            -    - {protocol: TCP, port: 80}
            +      protocol: TCP
                 - {protocol: TCP, port: 443}   # encrypted
            2 findings would be mended, 0 left

            """,
            run.Output);
    }

    [Fact]
    public void Standard_input_comes_back_mended()
    {
        var run = ProgramRun.In("/", ["lint", "-", "--fix"], Policy);
        Assert.StartsWith("# The shop's front.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("      protocol: TCP\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_changes_verdicts_needs_a_word_more()
    {
        using var place = new Workplace();
        var file = place.Write("open.yaml", Policy.Replace(
            "    - podSelector: {matchLabels: {app: proxy}}\n", "", StringComparison.Ordinal)
            .Replace("  - from:\n    ports:", "  - ports:", StringComparison.Ordinal));
        Assert.Equal(ExitCode.No, place.Run("lint", "open.yaml", "--fix").ExitCode);
        Assert.DoesNotContain("namespaceSelector", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Yes, place.Run("lint", "open.yaml", "--fix", "--unsafe").ExitCode);
        Assert.Contains("from: [{namespaceSelector: {}}]", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void I_can_have_lost_indentation_put_back()
    {
        using var place = new Workplace();
        var file = place.Write("flat.yaml", "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\nname: a\n"
            + "spec:\npodSelector: {}\npolicyTypes:\n- Ingress\n");
        const string indented = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: a\n"
            + "spec:\n  podSelector: {}\n  policyTypes:\n  - Ingress\n";
        var run = place.Run("lint", "flat.yaml", "--repair");
        Assert.Equal((ExitCode.Yes, indented), (run.ExitCode, run.Output));
        place.Run("lint", "flat.yaml", "--repair", "--write");
        Assert.Equal(indented, File.ReadAllText(file));
    }

    static System.Text.RegularExpressions.Regex Places() => new(@"[a-z]+\.yaml:\d+| +");
}
