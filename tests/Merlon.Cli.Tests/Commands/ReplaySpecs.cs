using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

public sealed class ReplaySpecs
{
    const string Allowed = """{"from":"shop/web-7f-1","to":"shop/redis","protocol":"TCP","port":6379}""";
    const string Denied = """{"from":"shop/redis","to":"shop/web-7f-1","protocol":"TCP","port":8080}""";
    const string AllowedAnswer =
        ",\"verdict\":\"Allow\",\"egress\":\"Allow\",\"ingress\":\"Allow\",\"decidedBy\":\"NetworkPolicy shop/redis "
        + "ingress: rule 1 (input/policies.yaml:9)\"}";
    const string DeniedAnswer =
        ",\"verdict\":\"Deny\",\"egress\":\"Allow\",\"ingress\":\"Deny\",\"decidedBy\":\"NetworkPolicy shop/web "
        + "ingress: no rule matches (input/policies.yaml:13)\"}";

    static readonly string[] AnswerFields = ["verdict", "egress", "ingress", "decidedBy"];

    static ProgramRun Replay(string flows, params string[] arguments) =>
        ProgramRun.In(Shop.Folder, ["replay", "input", "--flows", "-", .. arguments], flows);

    [Fact]
    public void I_can_judge_recorded_flows_in_order()
    {
        var run = Replay($"{Allowed}\n{Denied}\n{Allowed}\n");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal(
            $"{Allowed[..^1]}{AllowedAnswer}\n{Denied[..^1]}{DeniedAnswer}\n{Allowed[..^1]}{AllowedAnswer}\n",
            run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void A_denial_alone_is_no_failure() => Assert.Equal(ExitCode.Yes, Replay(Denied).ExitCode);

    [Fact]
    public void The_order_is_kept_for_many_flows()
    {
        var ports = Enumerable.Range(1, 20_000).ToArray();
        var run = Replay(string.Concat(ports.Select(port =>
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"from":"shop/web-7f-1","to":"shop/redis","protocol":"TCP","port":{{port}}}""") + "\n")));
        Assert.Equal(ports, run.OutputLines.Select(line => Object(line).GetProperty("port").GetInt32()));
        var allowed = Assert.Single(
            run.OutputLines,
            line => line.Contains(
                "\"Allow\",\"egress\":\"Allow\",\"ingress\":\"Allow\"", StringComparison.Ordinal));
        Assert.Equal(6379, Object(allowed).GetProperty("port").GetInt32());
    }

    [Fact]
    public void Further_fields_stay_as_they_are_written()
    {
        const string line =
            """{ "time": 1.50e3, "from":"shop/web-7f-1", "tags" : [1, {"to":"x"}],"to":"shop/redis","protocol":"TCP","port":6379, "note":"\u00e9 <é> \"}" } """;
        var run = Replay(line);
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal(line[..line.LastIndexOf('}')] + AllowedAnswer + "\n", run.Output);
    }

    [Fact]
    public void Fields_of_an_earlier_answer_are_replaced()
    {
        var run = Replay(
            """{"verdict":"Deny","from":"shop/web-7f-1","reason":"old","to":"shop/redis","egress":1,"protocol":"TCP","error":{},"port":6379,"decidedBy":"x","ingress":null,"id":"9007199254740993"}""");
        Assert.Equal(
            """{"from":"shop/web-7f-1","to":"shop/redis","protocol":"TCP","port":6379,"id":"9007199254740993" """.TrimEnd() + AllowedAnswer + "\n",
            run.Output);
        Assert.Equal(run.Output, Replay(run.Output).Output);
    }

    [Fact]
    public void Numbers_beside_an_earlier_answer_keep_every_digit() =>
        Assert.Contains(
            "\"id\":12345678901234567890123.4500",
            Replay(Allowed[..^1] + ",\"id\":12345678901234567890123.4500,\"verdict\":\"Deny\"}").Output,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("6379")]
    [InlineData("\"6379\"")]
    [InlineData("\"redis\"")]
    public void The_port_is_a_number_or_a_name(string port) =>
        Assert.Equal("Allow", Verdict(Replay(Allowed.Replace("6379", port, StringComparison.Ordinal))));

    [Theory]
    [InlineData("\"TCP\"", "Allow")]
    [InlineData("\"tcp\"", "Allow")]
    [InlineData("\"UDP\"", "Deny")]
    [InlineData("\"SCTP\"", "Deny")]
    [InlineData("\"ICMP\"", "Deny")]
    [InlineData("\"ICMPv6\"", "Deny")]
    [InlineData("null", "Allow")]
    public void The_protocol_counts(string protocol, string verdict) =>
        Assert.Equal(verdict, Verdict(Replay(Allowed.Replace("\"TCP\"", protocol, StringComparison.Ordinal))));

    [Fact]
    public void ICMP_needs_no_port()
    {
        var run = Replay("""{"from":"shop/redis","to":"team/redis","protocol":"ICMP"}""");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal("Allow", Verdict(run));
    }

    [Theory]
    [InlineData("10.244.1.2", "10.244.1.3", "Allow")]
    [InlineData("shop/Deployment/web", "svc/shop/redis", "Allow")]
    [InlineData("node/n2", "shop/redis", "Deny")]
    [InlineData("node/n1", "shop/redis", "Allow")]
    public void Ends_are_named_as_in_explain(string from, string to, string verdict) =>
        Assert.Equal(verdict, Verdict(Replay($$"""{"from":"{{from}}","to":"{{to}}","protocol":"TCP","port":6379}""")));

    [Fact]
    public void A_name_written_with_escapes_is_the_same_name() =>
        Assert.Equal(
            "Allow", Verdict(Replay(Allowed.Replace("shop/redis", "shop\\/r\\u0065dis", StringComparison.Ordinal))));

    [Fact]
    public void The_default_namespace_completes_names() =>
        Assert.Equal("Allow", Verdict(Replay(Allowed.Replace("shop/", "", StringComparison.Ordinal), "-n", "shop")));

    [Fact]
    public void Flows_that_fare_differently_are_unknown_with_the_reason()
    {
        var run = Replay("""{"from":"team/redis","to":"shop/web-7f-1","protocol":"TCP","port":8080}""");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        var answer = Object(run.OutputLines[0]);
        Assert.Equal(
            ["Unknown", "Unknown", "Unknown", null],
            AnswerFields.Select(field => answer.GetProperty(field).GetString()));
        Assert.Equal(
            "it depends on the IP version: IPv4 is allowed, IPv6 is denied", answer.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("not json", 2)]
    [InlineData("[1,2]", 1)]
    [InlineData("\"text\"", 1)]
    [InlineData("{\"from\":\"a\"", 12)]
    [InlineData("{} {}", 4)]
    [InlineData("{\"from\":\"shop/redis\",}", 22)]
    public void A_line_that_is_not_one_object_is_answered_with_an_error(string line, int column)
    {
        var run = Replay($"{Allowed}\n{line}\n{Denied}\n");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal([$"merlon: <stdin>:2:{column}: the line is not one JSON object"], run.ErrorLines);
        Assert.Equal(3, run.OutputLines.Length);
        var answer = Object(run.OutputLines[1]);
        Assert.Equal(
            (2, column, line),
            (
                answer.GetProperty("line").GetInt32(),
                answer.GetProperty("column").GetInt32(),
                answer.GetProperty("input").GetString()));
        Assert.Equal("Unknown", answer.GetProperty("verdict").GetString());
        Assert.NotEmpty(answer.GetProperty("error").GetString()!);
        Assert.EndsWith(DeniedAnswer, run.OutputLines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "`from` is missing")]
    [InlineData("""{"from":"shop/redis"}""", "`to` is missing")]
    [InlineData("""{"from":7,"to":"shop/redis","protocol":"TCP","port":1}""", "there is no endpoint `7` in the input")]
    [InlineData("""{"from":"shop/redis","to":["shop/redis"],"protocol":"TCP","port":1}""", "`to` is missing")]
    [InlineData(
        """{"from":"shop/redsi","to":"shop/redis","protocol":"TCP","port":1}""",
        "there is no endpoint `shop/redsi` in the input: did you mean `shop/redis`?")]
    [InlineData(
        """{"from":"redis","to":"shop/redis","protocol":"TCP","port":1}""",
        "`redis` is ambiguous: shop/redis or team/redis?")]
    [InlineData(
        """{"from":"shop/redis","to":"team/redis","protocol":"GRE","port":1}""",
        "`GRE` is not a protocol: TCP, UDP, SCTP or ICMP")]
    [InlineData(
        """{"from":"shop/redis","to":"team/redis","protocol":"TCP","port":65536}""",
        "`65536` is not a port: give a number from 1 to 65535, a port name, or icmp")]
    [InlineData(
        """{"from":"shop/redis","to":"team/redis","protocol":"TCP","port":0}""",
        "`0` is not a port: give a number from 1 to 65535, a port name, or icmp")]
    [InlineData(
        """{"from":"shop/redis","to":"team/redis","protocol":"TCP","port":80.5}""",
        "`80.5` is not a port: give a number from 1 to 65535, a port name, or icmp")]
    [InlineData(
        """{"from":"shop/redis","to":"team/redis","protocol":"TCP","port":true}""",
        "`` is not a port: give a number from 1 to 65535, a port name, or icmp")]
    [InlineData(
        """{"from":"shop/redis","to":"team/redis","protocol":"TCP"}""",
        "`` is not a port: give a number from 1 to 65535, a port name, or icmp")]
    public void A_flow_that_cannot_be_asked_is_answered_with_the_reason(string line, string error)
    {
        var run = Replay($"{line}\n{Allowed}");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal([$"merlon: <stdin>:1:1: {error}"], run.ErrorLines);
        var answer = Object(run.OutputLines[0]);
        Assert.Equal(error, answer.GetProperty("error").GetString());
        Assert.Equal("Unknown", answer.GetProperty("verdict").GetString());
        Assert.StartsWith(line[..^1], run.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal("Allow", Object(run.OutputLines[1]).GetProperty("verdict").GetString());
    }

    [Fact]
    public void Many_errors_are_told_in_part_and_counted()
    {
        var run = Replay(string.Concat(Enumerable.Repeat("{}\n", 25)));
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(25, run.OutputLines.Length);
        Assert.Equal(21, run.ErrorLines.Length);
        Assert.Equal("merlon: and 5 lines more", run.ErrorLines[^1]);
    }

    [Fact]
    public void Blank_lines_are_left_out_and_counted()
    {
        var run = Replay($"\n  \t\n{Allowed}\n\r\n\nx\n");
        Assert.Equal(2, run.OutputLines.Length);
        Assert.StartsWith("merlon: <stdin>:6:1: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_line_ends_are_no_part_of_a_line()
    {
        var run = Replay($"{Allowed}\r\n{Denied}\r\n");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal(Replay($"{Allowed}\n{Denied}\n").Output, run.Output);
        Assert.Equal(run.Output, Replay($"{Allowed}\r\n{Denied}\r").Output);
    }

    [Fact]
    public void The_last_line_needs_no_end() => Assert.Equal(Replay(Allowed + "\n").Output, Replay(Allowed).Output);

    [Fact]
    public void No_flow_is_no_error()
    {
        foreach (var nothing in new[] { "", "\n", "\r\n\n" })
        {
            var run = Replay(nothing);
            Assert.Equal(ExitCode.Yes, run.ExitCode);
            Assert.Empty(run.Bytes);
        }
    }

    [Theory]
    [InlineData(65_000)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void A_line_may_be_very_long(int length)
    {
        var note = new string('x', length);
        var run = Replay($$"""{{Allowed[..^1]}},"note":"{{note}}"}""" + $"\n{Denied}\n");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal($$"""{{Allowed[..^1]}},"note":"{{note}}" """.TrimEnd() + AllowedAnswer, run.OutputLines[0]);
        Assert.EndsWith(DeniedAnswer, run.OutputLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_name_is_only_unknown()
    {
        var run = Replay($$"""{"from":"{{new string('x', 200_000)}}","to":"shop/redis","protocol":"TCP","port":1}""");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal("Unknown", Verdict(run));
    }

    [Fact]
    public void The_last_of_two_fields_with_one_name_counts() =>
        Assert.Equal(
            "Allow",
            Verdict(Replay(
                """{"from":"team/redis","from":"shop/web-7f-1","to":"shop/redis","protocol":"TCP","port":6379}""")));

    [Fact]
    public void Flows_come_from_a_file_or_standard_input()
    {
        using var place = new Workplace();
        place.Write("all.yaml", Shop.EverythingAsOneStream);
        place.Write("flows.jsonl", Allowed);
        var fromFile = place.Run("replay", "all.yaml", "--flows", "flows.jsonl");
        Assert.Equal(ExitCode.Yes, fromFile.ExitCode);
        Assert.Equal(fromFile.Output, place.RunWithInput(Allowed, "replay", "all.yaml", "--flows", "-").Output);
        place.Write("flows.jsonl", "{}");
        Assert.StartsWith(
            "merlon: flows.jsonl:1:1: ",
            place.Run("replay", "all.yaml", "--flows", "flows.jsonl").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_of_flows_is_an_error()
    {
        var run = Shop.Ask("replay", "--flows", "nowhere.jsonl");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: no such file: `nowhere.jsonl`"], run.ErrorLines);
        Assert.Equal(ExitCode.Wrong, Shop.Ask("replay").ExitCode);
    }

    [Fact]
    public void Standard_input_is_read_once()
    {
        var run = ProgramRun.In(Shop.Folder, ["replay", "-", "--flows", "-"], Shop.EverythingAsOneStream);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: standard input can be the manifests or the flows, not both"], run.ErrorLines);
        Assert.Empty(run.Bytes);
    }

    [Theory]
    [InlineData("from")]
    [InlineData("to")]
    [InlineData("protocol")]
    [InlineData("port")]
    [InlineData("further")]
    public void Text_that_is_no_Unicode_is_an_error_of_its_line_where_it_matters(string field)
    {
        foreach (var text in new byte[][] { [.. "\\ud800"u8], [0xff], [0xc3, 0x28] })
        {
            byte[] flow =
            [
                .. Encoding.UTF8.GetBytes($"{{\"{field}\":\""),
                .. text,
                .. "\","u8,
                .. Encoding.UTF8.GetBytes(Without(field)),
                (byte)'\n',
            ];
            byte[] answered = [.. flow[..^2], .. ",\"verdict\":\"Deny\"}\n"u8];
            byte[] named =
                [(byte)'{', (byte)'"', .. text, .. "\":1,"u8, .. Encoding.UTF8.GetBytes(Without("")), (byte)'\n'];
            foreach (var line in new[] { flow, answered, named })
            {
                var run = ProgramRun.In(
                    Shop.Folder, ["replay", "input", "--flows", "-"], [.. line, .. Encoding.UTF8.GetBytes(Allowed)]);
                var answers = Encoding.UTF8.GetString(run.Bytes).TrimEnd('\n').Split('\n');
                Assert.Equal(2, answers.Length);
                Assert.EndsWith(AllowedAnswer, answers[1], StringComparison.Ordinal);
                if (field != "further" && !ReferenceEquals(line, named)) Assert.Equal(ExitCode.Wrong, run.ExitCode);
            }
        }
    }

    // The fields of an allowed flow but one, to follow another.
    static string Without(string field) =>
        string.Join(
            ',',
            Allowed[1..^1].Split(',').Where(part => !part.StartsWith($"\"{field}\"", StringComparison.Ordinal))) + "}";

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_line() =>
        Assert.Equal(Replay(Allowed).Output, Replay("\uFEFF" + Allowed).Output);

    [Fact]
    public void Every_line_of_the_output_is_JSON_with_the_answer_fields()
    {
        foreach (var line in Replay($"{Allowed}\n{{}}\nx\n{Denied}").OutputLines)
        {
            var answer = Object(line);
            Assert.All(AnswerFields, field => Assert.True(answer.TryGetProperty(field, out _), line));
            Assert.True(answer.GetProperty("verdict").GetString() is "Allow" or "Deny" or "Unknown", line);
        }
    }

    static string Verdict(ProgramRun run) => Object(Assert.Single(run.OutputLines)).GetProperty("verdict").GetString()!;

    static JsonElement Object(string line) => JsonDocument.Parse(line).RootElement;
}
