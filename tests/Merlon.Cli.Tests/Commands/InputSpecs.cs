namespace Merlon.Cli.Tests.Commands;

public sealed class InputSpecs
{
    const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {app: web}}
        spec: {nodeName: n1, containers: [{name: web, image: registry.example/web}]}
        status: {phase: Running, podIP: 10.244.1.2}

        """;

    const string DenyAll = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: deny-all, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Ingress]}

        """;

    const string HostBits = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: host-bits, namespace: shop}
        spec:
          podSelector: {}
          policyTypes: [Ingress]
          ingress: [{from: [{ipBlock: {cidr: 10.1.2.3/8}}]}]

        """;

    const string UnknownField = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: unknown-field, namespace: shop}
        spec: {podSelector: {}, policyTypes: [Ingress], pathType: Prefix}

        """;

    static readonly string[] Question = ["--from", "10.9.9.9", "--to", "shop/web:80"];

    static readonly string[][] Commands =
        [["explain", .. Question], ["connections"], ["lint"], ["replay", "--flows", "flows.jsonl"]];

    [Fact]
    public void A_missing_folder_is_an_error()
    {
        using var place = new Workplace();
        foreach (var command in Commands)
        {
            var run = place.Run([command[0], "missing/", .. command[1..]]);
            Assert.Equal(ExitCode.Wrong, run.ExitCode);
            Assert.Equal(["merlon: no such file or folder: `missing/`"], run.ErrorLines);
            Assert.Empty(run.Bytes);
        }
    }

    [Fact]
    public void Every_missing_path_is_told()
    {
        using var place = new Workplace();
        place.Write("pod.yaml", Pod);
        var run = place.Run("lint", "one", "pod.yaml", "two.yaml");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(
            ["merlon: no such file or folder: `one`", "merlon: no such file or folder: `two.yaml`"], run.ErrorLines);
    }

    [Fact]
    public void A_folder_without_manifests_is_an_error()
    {
        using var place = new Workplace();
        place.Write("empty/notes.txt", "nothing");
        var run = place.Run("lint", "empty");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: no .yaml, .yml or .json file in `empty`"], run.ErrorLines);
    }

    [Fact]
    public void A_path_has_to_be_given()
    {
        using var place = new Workplace();
        foreach (var command in Commands) Assert.Equal(ExitCode.Wrong, place.Run(command).ExitCode);
    }

    [Fact]
    public void I_can_give_files_and_folders_together()
    {
        using var place = new Workplace();
        place.Write("pod.yaml", Pod);
        place.Write("policies/deep/down/deny.yml", DenyAll);
        Assert.Equal(ExitCode.Yes, place.Run(["explain", "pod.yaml", .. Question]).ExitCode);
        var run = place.Run(["explain", "pod.yaml", "policies", .. Question]);
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("policies/deep/down/deny.yml:1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_may_be_absolute()
    {
        using var place = new Workplace();
        var path = place.Write("pod.yaml", Pod + "---\n" + DenyAll);
        Assert.Equal(ExitCode.No, ProgramRun.In("/", ["explain", path, .. Question]).ExitCode);
    }

    [Fact]
    public void I_can_pipe_manifests_in()
    {
        using var place = new Workplace();
        var run = place.RunWithInput(Pod + "---\n" + DenyAll, ["explain", "-", .. Question]);
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("<stdin>:7", run.Output, StringComparison.Ordinal);
        place.Write("pod.yaml", Pod);
        Assert.Equal(ExitCode.No, place.RunWithInput(DenyAll, ["explain", "pod.yaml", "-", .. Question]).ExitCode);
    }

    [Fact]
    public void JSON_is_read_like_YAML()
    {
        using var place = new Workplace();
        place.Write("pod.yaml", Pod);
        place.Write(
            "deny.json",
            """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"d","namespace":"shop"},"spec":{"podSelector":{}}}""");
        Assert.Equal(ExitCode.No, place.Run(["explain", ".", .. Question]).ExitCode);
    }

    [Fact]
    public void Hidden_files_and_folders_of_a_folder_are_not_read()
    {
        using var place = new Workplace();
        place.Write("all/pod.yaml", Pod);
        place.Write("all/.git/deny.yaml", DenyAll);
        place.Write("all/.deny.yaml", DenyAll);
        Assert.Equal(ExitCode.Yes, place.Run(["explain", "all", .. Question]).ExitCode);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("all/")]
    public void Every_real_folder_is_read_once_however_links_lead(string path)
    {
        using var place = new Workplace();
        place.Write("all/pod.yaml", Pod);
        place.Write("all/deep/host.yaml", Pod.Replace("web", "other", StringComparison.Ordinal));
        Directory.CreateSymbolicLink(Path.Combine(place.Folder, "all/a-link-up"), place.Folder);
        Directory.CreateSymbolicLink(Path.Combine(place.Folder, "all/deep/self"), ".");
        var run = place.Run("lint", path);
        Assert.Equal(["nothing found in 0 policies in 2 documents"], run.OutputLines);
        place.Write("elsewhere/deny.yaml", DenyAll);
        Assert.Equal(ExitCode.No, place.Run(["explain", path, .. Question]).ExitCode);
    }

    [Fact]
    public void Links_to_files_are_read()
    {
        using var place = new Workplace();
        place.Write("all/pod.yaml", Pod);
        place.Write("elsewhere/deny.yaml", DenyAll);
        File.CreateSymbolicLink(Path.Combine(place.Folder, "all/deny.yaml"), "../elsewhere/deny.yaml");
        Assert.Equal(ExitCode.No, place.Run(["explain", "all", .. Question]).ExitCode);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_named()
    {
        using var place = new Workplace();
        place.Write("all/pod.yaml", Pod);
        File.CreateSymbolicLink(Path.Combine(place.Folder, "all/gone.yaml"), "nowhere.yaml");
        var run = place.Run(["explain", "all", .. Question]);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Contains("all/gone.yaml:1", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metadata: {name: [}")]
    [InlineData(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: bad, namespace: shop}\n"
            + "spec: {podSelecter: {}}")]
    [InlineData(
        "apiVersion: crd.antrea.io/v1beta1\nkind: NetworkPolicy\nmetadata: {name: antrea, namespace: shop}\n"
            + "spec: {priority: 5}")]
    public void A_document_that_cannot_be_used_is_named_and_makes_the_input_wrong(string bad)
    {
        using var place = new Workplace();
        place.Write("pod.yaml", Pod);
        place.Write("bad.yaml", bad);
        place.Write("flows.jsonl", """{"from":"10.9.9.9","to":"shop/web","protocol":"TCP","port":80}""");
        foreach (var command in Commands.Where(command => command[0] != "lint"))
        {
            var run = place.Run([command[0], ".", .. command[1..]]);
            Assert.Equal(ExitCode.Wrong, run.ExitCode);
            Assert.Contains("bad.yaml:1", run.Output + run.Error, StringComparison.Ordinal);
        }
        Assert.Equal(ExitCode.Wrong, place.Run(["explain", ".", .. Question, "-q"]).ExitCode);
    }

    [Fact]
    public void A_document_of_another_namespace_changes_no_answer()
    {
        using var place = new Workplace();
        place.Write("pod.yaml", Pod);
        place.Write(
            "bad.yaml",
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: bad, namespace: other}\n"
                + "spec: {podSelecter: {}}");
        Assert.Equal(ExitCode.Yes, place.Run(["explain", ".", .. Question]).ExitCode);
    }

    [Fact]
    public void A_file_over_the_limit_is_not_used_and_said_so()
    {
        using var place = new Workplace();
        place.Write("pod.yaml", Pod);
        place.Write("big.yaml", DenyAll + new string('#', 1 << 20));
        var run = place.Run(["explain", ".", .. Question, "--max-file-size", "1"]);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Contains("big.yaml:1", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.No, place.Run(["explain", ".", .. Question, "--max-file-size", "2"]).ExitCode);
        Assert.Contains("INPUT-LIMIT", place.Run("lint", ".", "--max-file-size", "1").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_over_the_limit_is_refused_too() =>
        Assert.Equal(
            ExitCode.Wrong,
            ProgramRun.In("/", ["connections", "-", "--max-file-size", "1"], Pod + new string('#', 1 << 20)).ExitCode);

    [Theory]
    [InlineData("1.35", ExitCode.Yes)]
    [InlineData("v1.35.4", ExitCode.Yes)]
    [InlineData("1.36", ExitCode.Wrong)]
    [InlineData("2.0", ExitCode.Wrong)]
    public void The_server_version_decides_about_host_bits(string version, int code)
    {
        using var place = new Workplace();
        place.Write("all.yaml", Pod + "---\n" + HostBits);
        Assert.Equal(code, place.Run(["explain", "all.yaml", .. Question, "--server-version", version]).ExitCode);
    }

    [Theory]
    [InlineData("--server-version", "new", "merlon: `new` is not a version such as 1.36")]
    [InlineData("--server-version", "1", "merlon: `1` is not a version such as 1.36")]
    [InlineData("--field-validation", "warn", "merlon: `warn` is not a field validation: strict, ignore or stored")]
    public void An_option_without_meaning_is_an_error(string option, string value, string message)
    {
        foreach (var command in Commands)
        {
            using var place = new Workplace();
            place.Write("pod.yaml", Pod);
            var run = place.Run([command[0], "pod.yaml", .. command[1..], option, value]);
            Assert.Equal(ExitCode.Wrong, run.ExitCode);
            Assert.Equal([message], run.ErrorLines);
        }
    }

    [Fact]
    public void Unknown_fields_refuse_the_object_or_are_dropped()
    {
        using var place = new Workplace();
        place.Write("all.yaml", Pod + "---\n" + UnknownField);
        Assert.Equal(ExitCode.Wrong, place.Run(["explain", "all.yaml", .. Question]).ExitCode);
        Assert.Equal(
            ExitCode.Wrong, place.Run(["explain", "all.yaml", .. Question, "--field-validation", "strict"]).ExitCode);
        Assert.Equal(
            ExitCode.No, place.Run(["explain", "all.yaml", .. Question, "--field-validation", "ignore"]).ExitCode);
    }

    [Fact]
    public void A_command_that_does_not_exist_is_an_error()
    {
        using var place = new Workplace();
        foreach (var arguments in new string[][] { ["bogus"], [], ["lint", ".", "--bogus"] })
        {
            var run = place.Run(arguments);
            Assert.Equal(ExitCode.Wrong, run.ExitCode);
            Assert.Empty(run.Bytes);
            Assert.StartsWith("merlon: ", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("explain", "--help")]
    [InlineData("--version")]
    public void Help_is_no_error(params string[] arguments)
    {
        using var place = new Workplace();
        var run = place.Run(arguments);
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.NotEmpty(run.Bytes);
        Assert.Empty(run.Error);
    }
}
