namespace Merlon.Cli.Tests.Commands;

public sealed class ExplainSpecs
{
    [Fact]
    public void I_can_ask_why_a_flow_is_allowed()
    {
        var run = Shop.Explain("shop/web-7f-1", "shop/redis", "--port", "6379");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.StartsWith(
            "ALLOWED   shop/web-7f-1 (10.244.1.2) → shop/redis (10.244.1.3)   6379/TCP",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains("input/policies.yaml:9", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void I_can_ask_why_a_flow_is_denied()
    {
        var run = Shop.Explain("shop/redis", "shop/web-7f-1", "--port", "8080");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.StartsWith("DENIED   shop/redis", run.Output, StringComparison.Ordinal);
        Assert.Contains("✗ 10.244.1.3 is not in 203.0.113.0/24", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop/web-7f-1", "shop/redis:6379", ExitCode.Yes)]
    [InlineData("shop/redis", "shop/web-7f-1:8080", ExitCode.No)]
    [InlineData("203.0.113.0/24", "shop/web-7f-1:8080", ExitCode.Unknown)]
    [InlineData("nobody", "shop/web-7f-1:8080", ExitCode.Wrong)]
    public void Quiet_answers_by_exit_code_alone(string from, string to, int code)
    {
        foreach (var quiet in new[] { "-q", "--quiet" })
        {
            var run = Shop.Explain(from, to, quiet);
            Assert.Equal(code, run.ExitCode);
            Assert.Empty(run.Bytes);
        }
    }

    [Theory]
    [InlineData("shop/redis:6379", "6379/TCP")]
    [InlineData("shop/redis:6379/tcp", "6379/TCP")]
    [InlineData("shop/redis:53/udp", "53/UDP")]
    [InlineData("shop/redis:5000/SCTP", "5000/SCTP")]
    [InlineData("shop/redis:metrics", "9121/TCP")]
    [InlineData("node/n1:22", "22/TCP")]
    [InlineData("[fd00:18::11]:22/tcp", "22/TCP")]
    [InlineData("198.51.100.7:443", "443/TCP")]
    [InlineData("shop/redis:icmp", "ICMP")]
    public void The_port_may_follow_the_destination(string to, string port)
    {
        var run = Shop.Explain("team/redis", to);
        Assert.True(run.ExitCode is ExitCode.Yes or ExitCode.No, run.Error);
        Assert.EndsWith("   " + port, run.OutputLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_port_option_wins_over_the_suffix() =>
        Assert.EndsWith(
            "   9121/TCP",
            Shop.Explain("team/redis", "shop/redis:6379", "-p", "9121").OutputLines[0],
            StringComparison.Ordinal);

    [Fact]
    public void A_destination_with_one_port_needs_none()
    {
        var run = Shop.Explain("shop/web-7f-1", "team/redis");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.EndsWith("   6380/TCP", run.OutputLines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop/redis", "which port? shop/redis has 6379/TCP, 9121/TCP: ask with --port")]
    [InlineData(
        "node/n1", "which port? Nothing is known of the ports of node/n1: ask with --port, for example --port 80/tcp")]
    [InlineData(
        "198.51.100.7",
        "which port? Nothing is known of the ports of 198.51.100.7: ask with --port, for example --port 80/tcp")]
    public void Otherwise_I_am_asked_for_the_port(string to, string message)
    {
        var run = Shop.Explain("shop/web-7f-1", to);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal([$"merlon: {message}"], run.ErrorLines);
        Assert.Empty(run.Bytes);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("80/xyz")]
    [InlineData("80-90")]
    [InlineData("")]
    [InlineData("ht tp")]
    public void A_port_that_is_none_is_an_error(string port)
    {
        var run = Shop.Explain("shop/web-7f-1", "shop/redis", $"--port={port}");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Empty(run.Bytes);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public void A_port_name_is_looked_up_on_the_destination()
    {
        Assert.EndsWith(
            "   6379/TCP",
            Shop.Explain("shop/web-7f-1", "shop/redis", "--port", "redis").OutputLines[0],
            StringComparison.Ordinal);
        Assert.EndsWith(
            "   6380/TCP",
            Shop.Explain("shop/web-7f-1", "team/redis", "--port", "redis").OutputLines[0],
            StringComparison.Ordinal);
        var unknown = Shop.Explain("shop/web-7f-1", "shop/redis", "--port", "grpc");
        Assert.Equal(ExitCode.No, unknown.ExitCode);
        Assert.Contains(
            "shop/redis has no port named grpc: there is nothing to connect to",
            unknown.Output,
            StringComparison.Ordinal);
        Assert.Equal(ExitCode.Unknown, Shop.Explain("shop/web-7f-1", "198.51.100.7", "--port", "http").ExitCode);
    }

    [Fact]
    public void A_service_is_asked_by_its_port_and_names_its_backend()
    {
        var run = Shop.Explain("shop/cart", "svc/shop/redis");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Contains("shop/redis (10.244.1.3)   6379/TCP", run.OutputLines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("svc/shop/web", "80")]
    [InlineData("shop/svc/web", "http")]
    [InlineData("svc/web", "80/tcp")]
    [InlineData("10.96.0.10", "80")]
    public void The_port_of_a_service_becomes_the_target_port(string to, string port)
    {
        var run = Shop.Explain("203.0.113.5", to, "--port", port, "-o", "json");
        Assert.Contains("by svc/shop/web to shop/web-7f-1 (10.244.1.2) 8080/TCP", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "svc/shop/web port 80 leads to port 8080 of its pods: policies see 8080",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_port_leads_to_the_pods_of_its_service() =>
        Assert.Contains(
            "port 30080 of every node leads to svc/shop/web",
            Shop.Explain("203.0.113.5", "node/n1:30080").Output,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("svc/shop/redis", "80", ExitCode.No, "svc/shop/redis has no port 80/TCP: it offers 6379/TCP")]
    [InlineData(
        "svc/shop/nothing",
        "80",
        ExitCode.No,
        "svc/shop/nothing has no ready backend for port 80/TCP: nothing answers there")]
    [InlineData("svc/shop/redis", "icmp", ExitCode.No, "svc/shop/redis answers no ICMP: a Service has ports only")]
    [InlineData(
        "svc/shop/elsewhere",
        "80",
        ExitCode.Unknown,
        "svc/shop/elsewhere is an ExternalName: where its name leads is not known")]
    public void A_service_that_leads_nowhere_says_so(string to, string port, int code, string reason)
    {
        var run = Shop.Explain("shop/cart", to, "--port", port);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(reason, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_never_connects()
    {
        var run = Shop.Explain("svc/shop/redis", "shop/redis:6379");
        Assert.Equal(ExitCode.Unknown, run.ExitCode);
        Assert.Contains(
            "svc/shop/redis is a Service: it receives connections and never opens one",
            run.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop/Deployment/web")]
    [InlineData("shop/deploy/web")]
    [InlineData("deployment/web")]
    [InlineData("shop/web")]
    [InlineData("deploy/shop/web")]
    public void A_workload_means_all_its_pods(string from)
    {
        var run = Shop.Explain(from, "shop/redis:6379", "-o", "json");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Contains("from shop/web-7f-1", run.Output, StringComparison.Ordinal);
        Assert.Contains("from shop/web-7f-2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workload_without_pods_stands_for_itself() =>
        Assert.StartsWith(
            "ALLOWED   shop/Deployment/cart → shop/redis",
            Shop.Explain("shop/Deployment/cart", "shop/redis:6379").Output,
            StringComparison.Ordinal);

    [Fact]
    public void An_ambiguous_name_lists_what_it_may_mean()
    {
        var run = Shop.Explain("redis", "shop/web-7f-1:8080");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: `redis` is ambiguous: shop/redis or team/redis?"], run.ErrorLines);
    }

    [Fact]
    public void The_namespace_option_makes_a_name_clear()
    {
        var run = Shop.Explain("redis", "shop/web-7f-1:22", "-n", "team");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Contains("team/redis", run.OutputLines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop/redsi", "did you mean `shop/redis`?")]
    [InlineData("redsi", "did you mean `shop/redis`?")]
    [InlineData("nowhere/cart", "did you mean `shop/Deployment/cart`?")]
    [InlineData("node/n3", "did you mean `node/n1`?")]
    [InlineData("203.0.113.5/24", "did you mean `203.0.113.0/24`?")]
    public void A_misspelt_name_comes_with_a_guess(string from, string guess)
    {
        var run = Shop.Explain(from, "shop/redis:6379");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.EndsWith(guess, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(run.Bytes);
    }

    [Fact]
    public void Both_ends_are_checked_in_one_run() =>
        Assert.Equal(3, Shop.Explain("nobody", "nothing", "--port", "0").ErrorLines.Length);

    [Fact]
    public void A_block_whose_addresses_fare_differently_depends()
    {
        var run = Shop.Explain("203.0.113.0/24", "shop/web-7f-1:8080");
        Assert.Equal(ExitCode.Unknown, run.ExitCode);
        Assert.StartsWith("DEPENDS   203.0.113.0/24 → shop/web-7f-1   8080/TCP", run.Output, StringComparison.Ordinal);
        Assert.Contains("203.0.113.128/25", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Yes, Shop.Explain("203.0.113.0/25", "shop/web-7f-1:8080").ExitCode);
        Assert.Equal(ExitCode.No, Shop.Explain("203.0.113.192/26", "shop/web-7f-1:8080").ExitCode);
    }

    [Fact]
    public void A_flow_over_two_IP_versions_may_depend_on_the_version()
    {
        Assert.Equal(ExitCode.Unknown, Shop.Explain("team/redis", "shop/web-7f-2:8080").ExitCode);
        Assert.Equal(ExitCode.Yes, Shop.Explain("team/redis", "shop/web-7f-2:8080", "--ip-version", "4").ExitCode);
        Assert.Equal(ExitCode.No, Shop.Explain("team/redis", "shop/web-7f-2:8080", "--ip-version", "6").ExitCode);
        Assert.Equal(ExitCode.No, Shop.Explain("team/redis", "fd00:10:244:2::2", "--port", "8080").ExitCode);
        Assert.Equal(ExitCode.Wrong, Shop.Explain("team/redis", "shop/web-7f-2:8080", "--ip-version", "5").ExitCode);
    }

    [Fact]
    public void Without_a_common_IP_version_nothing_can_be_told()
    {
        var run = Shop.Explain("2001:db8::1", "shop/redis:6379");
        Assert.Equal(ExitCode.Unknown, run.ExitCode);
        Assert.Contains("no IP version in common", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ICMP_is_asked_by_its_name_in_either_version()
    {
        Assert.EndsWith(
            "   ICMP",
            Shop.Explain("shop/web-7f-1", "shop/redis", "--port", "icmp").OutputLines[0],
            StringComparison.Ordinal);
        Assert.EndsWith(
            "   ICMPv6",
            Shop.Explain("2001:db8::1", "shop/web-7f-1", "--port", "-/ICMP").OutputLines[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_policy_shows_its_nearest_rules_and_all_of_them_when_asked()
    {
        string[] question =
        [
            "explain",
            "long-policy/input",
            "--from",
            "caller",
            "--to",
            "production/a-server-with-quite-a-long-name-as-generated-by-controllers-7f9c6d5b8-x2x4z:8055",
        ];
        var folder = Path.GetDirectoryName(Shop.Folder)!;
        Assert.Contains(
            "and 4 rules further off (--all shows them)",
            ProgramRun.In(folder, question).Output,
            StringComparison.Ordinal);
        Assert.Contains("rule 6  from", ProgramRun.In(folder, question).Output, StringComparison.Ordinal);
        var all = ProgramRun.In(folder, [.. question, "--all"]).Output;
        Assert.All(
            Enumerable.Range(1, 12), number => Assert.Contains($"rule {number}  from", all, StringComparison.Ordinal));
    }

    [Fact]
    public void A_suggestion_added_to_the_input_allows_the_flow()
    {
        using var place = new Workplace();
        place.Write("all.yaml", Shop.EverythingAsOneStream);
        (string From, string To, string Port)[] questions =
        [
            ("shop/redis", "shop/web-7f-1", "8080"), ("team/redis", "shop/redis", "6379"),
            ("198.51.100.9", "shop/Deployment/web", "53/udp"), ("team/redis", "2001:db8::9", "443"),
            ("node/n2", "shop/redis", "9121"), ("team/redis", "172.16.0.1", "icmp"),
        ];
        foreach (var (from, to, port) in questions)
        {
            string[] question = ["--from", from, "--to", to, "--port", port];
            var run = place.Run(["explain", "all.yaml", .. question, "--suggest"]);
            Assert.Equal(ExitCode.No, run.ExitCode);
            place.Write("more.yaml", run.Output);
            Assert.Equal(ExitCode.Yes, place.Run(["explain", "all.yaml", "more.yaml", .. question]).ExitCode);
            Assert.DoesNotContain(
                place.Run("lint", "all.yaml", "more.yaml").OutputLines,
                line => line.StartsWith("more.yaml:", StringComparison.Ordinal)
                    && !line.Contains("  info  ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void There_is_nothing_to_suggest_for_what_is_allowed()
    {
        var run = Shop.Explain("shop/web-7f-1", "shop/redis:6379", "--suggest");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Empty(run.Bytes);
        Assert.Equal(["merlon: nothing to suggest: this is allowed already"], run.ErrorLines);
    }

    [Fact]
    public void No_policy_makes_a_service_answer_that_has_no_backend()
    {
        var run = Shop.Explain("shop/cart", "svc/shop/nothing", "--suggest");
        Assert.Equal(ExitCode.No, run.ExitCode);
        Assert.Empty(run.Bytes);
        Assert.StartsWith("merlon: no NetworkPolicy can allow this", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_is_for_terminals_only()
    {
        string[] question = ["explain", "input", "--from", "shop/redis", "--to", "shop/web-7f-1:8080"];
        Assert.DoesNotContain("\u001b", ProgramRun.In(Shop.Folder, question).Output, StringComparison.Ordinal);
        Assert.StartsWith(
            "\u001b[31mDENIED\u001b[0m",
            ProgramRun.In(Shop.Folder, question, color: true).Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "\u001b",
            ProgramRun.In(Shop.Folder, [.. question, "-o", "json"], color: true).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from", "shop/web-7f-1")]
    [InlineData("--to", "shop/redis:6379")]
    [InlineData()]
    public void Both_ends_have_to_be_given(params string[] arguments)
    {
        var run = Shop.Ask("explain", arguments);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Contains("required", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("See `merlon explain --help`.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_does_not_exist_is_an_error()
    {
        var run = Shop.Explain("shop/web-7f-1", "shop/redis:6379", "-o", "yaml");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: `yaml` is not an output of explain: text or json"], run.ErrorLines);
    }
}
