using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

public sealed class ConnectionsSpecs
{
    [Fact]
    public void I_can_list_all_that_may_connect_in_few_groups_with_the_line_that_opens_them()
    {
        var run = Shop.Ask("connections");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal(
            ["from", "to", "ports", "because"], run.OutputLines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            run.OutputLines,
            line => line.StartsWith("shop: cart, web", StringComparison.Ordinal)
                && line.Contains("shop/redis", StringComparison.Ordinal)
                && line.Contains("6379/tcp", StringComparison.Ordinal)
                && line.EndsWith("policies.yaml:9", StringComparison.Ordinal));
        Assert.Empty(run.Error);
    }

    [Fact]
    public void JSON_and_CSV_tell_the_same_pairs()
    {
        var json = JsonDocument.Parse(Shop.Ask("connections", "-o", "json").Output).RootElement
            .EnumerateArray()
            .ToList();
        var fromJson = json.SelectMany(row => row.GetProperty("connections").EnumerateArray()
            .Select(connection => string.Join(
                ',',
                row.GetProperty("from"),
                row.GetProperty("to"),
                row.TryGetProperty("ipVersion", out var version) ? version.GetString() : "",
                connection.GetProperty("protocol"),
                string.Join(' ', connection.GetProperty("ports").EnumerateArray()))));
        var csv = Shop.Ask("connections", "-o", "csv").OutputLines;
        Assert.Equal("from,to,ipVersion,protocol,ports", csv[0]);
        Assert.Equal(fromJson, csv[1..]);
    }

    [Fact]
    public void I_can_ask_about_one_end_and_one_port()
    {
        var lines = Shop.Ask("connections", "--to", "shop/redis", "--port", "6379", "-o", "csv").OutputLines;
        Assert.Contains("shop/Deployment/cart,shop/redis,,TCP,6379", lines);
        Assert.All(lines[1..], line => Assert.Contains(",shop/redis,", line, StringComparison.Ordinal));
        Assert.All(lines[1..], line => Assert.EndsWith(",TCP,6379", line, StringComparison.Ordinal));
        Assert.DoesNotContain("web", Shop.Ask("connections", "--from", "shop/redis", "--to", "team/redis").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void I_can_ask_about_one_namespace() => Assert.All(
        Shop.Ask("connections", "-n", "team", "-o", "csv").OutputLines[1..],
        line => Assert.Contains("team/", line, StringComparison.Ordinal));

    [Theory]
    [InlineData("--from", "shop/nobody", "there is no endpoint `shop/nobody` in the input")]
    [InlineData("--namespace", "nowhere", "there is no namespace `nowhere` in the input")]
    [InlineData("--port", "http", "`http` is a name, and different pods give it different numbers: give a number")]
    public void What_is_asked_about_must_exist(string option, string value, string error)
    {
        var run = Shop.Ask("connections", option, value);
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.StartsWith($"merlon: {error}", run.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void I_can_have_every_rule_that_opens_a_group() => Assert.Contains(
        Shop.Ask("connections", "--explain", "--to", "shop/redis").OutputLines,
        line => line.StartsWith("  ingress   shop/redis rule 1", StringComparison.Ordinal)
            && line.EndsWith("policies.yaml:9", StringComparison.Ordinal));

    [Theory]
    [InlineData("md", "| from | to | ports | because |")]
    [InlineData("dot", "digraph connections {")]
    [InlineData("mermaid", "flowchart LR")]
    [InlineData("html", "<!doctype html>")]
    public void I_can_have_it_for_documents_and_drawings(string format, string first) =>
        Assert.Equal(first, Shop.Ask("connections", "-o", format).OutputLines[0]);

    [Fact]
    public void The_page_needs_nothing_from_elsewhere_and_no_name_can_end_its_script()
    {
        var page = Shop.Ask("connections", "-o", "html").Output;
        Assert.DoesNotContain("http", page.Replace("http-", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(1, page.Split("</script>").Length - 1);
        Assert.Contains("shop/Deployment/cart", page, StringComparison.Ordinal);
    }

    [Fact]
    public void CSV_quotes_what_has_commas()
    {
        using var place = new Workplace();
        place.Write(
            "all.yaml",
            Shop.EverythingAsOneStream.Replace(
                "except: [203.0.113.128/25]",
                "except: [203.0.113.128/26, 203.0.113.200/32]",
                StringComparison.Ordinal));
        Assert.Contains(
            "\"203.0.113.0/24 except 203.0.113.128/26, 203.0.113.200/32\",shop/Deployment/web,,TCP,8080-8081",
            place.Run("connections", "all.yaml", "-o", "csv").OutputLines);
    }

    [Fact]
    public void Every_row_is_what_explain_says()
    {
        foreach (var line in Shop.Ask("connections", "-o", "csv").OutputLines[1..])
        {
            var cells = line.Split(',');
            // A block stands for addresses outside; parts of some hold pods, which have rows of their own.
            if (cells[..2].Any(cell => cell.Contains(" except ", StringComparison.Ordinal)
                || cell is "0.0.0.0/0" or "::/0" or "10.244.2.0/24"))
            {
                continue;
            }
            var port = cells[3] == "ICMP" ? "icmp" : $"{cells[4].Split(' ', '-')[0]}/{cells[3]}";
            string[] family = cells[2].Length == 0 ? [] : ["--ip-version", cells[2][^1..]];
            Assert.Equal(ExitCode.Yes, Shop.Explain(cells[0], cells[1], ["--port", port, "-q", .. family]).ExitCode);
        }
    }

    [Fact]
    public void Nothing_but_nodes_connects_nothing()
    {
        var run = ProgramRun.In("/", ["connections", "-"], "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.StartsWith("0 workloads, 0 groups of 0 connections", run.OutputLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_does_not_exist_is_an_error()
    {
        var run = Shop.Ask("connections", "-o", "pdf");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: `pdf` is not an output of connections: table, json, csv, md, dot, mermaid, html"], run.ErrorLines);
    }
}
