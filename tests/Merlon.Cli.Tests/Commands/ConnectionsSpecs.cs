using System.Text.Json;

namespace Merlon.Cli.Tests.Commands;

public sealed class ConnectionsSpecs
{
    [Fact]
    public void I_can_list_all_that_may_connect()
    {
        var run = Shop.Ask("connections");
        Assert.Equal(ExitCode.Yes, run.ExitCode);
        Assert.Equal(["from", "to", "ports"], run.OutputLines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            run.OutputLines,
            line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                is ["shop/Deployment/web", "shop/redis", "TCP", "6379"]);
        Assert.EndsWith("pairs that are not listed are closed", run.OutputLines[^1], StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void All_outputs_tell_the_same_rows()
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
        Assert.Equal(json.Count, Shop.Ask("connections", "-o", "table").OutputLines.Length - 2);
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
        Assert.Equal("0 workloads, 0 open connections · pairs that are not listed are closed", run.OutputLines[^1]);
    }

    [Fact]
    public void An_output_that_does_not_exist_is_an_error()
    {
        var run = Shop.Ask("connections", "-o", "html");
        Assert.Equal(ExitCode.Wrong, run.ExitCode);
        Assert.Equal(["merlon: `html` is not an output of connections: table, json or csv"], run.ErrorLines);
    }
}
