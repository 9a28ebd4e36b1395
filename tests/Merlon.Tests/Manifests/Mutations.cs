using System.Text;
using Merlon.Diagnostics;
using Merlon.Manifests;

namespace Merlon.Tests.Manifests;

/// <summary>The samples with bytes changed at random: reading never throws, and no document gets lost.</summary>
public sealed class Mutations
{
    const int Seed = 20240611;
    const int Rounds = 2_000;
    const int MostChanges = 2;

    static readonly byte[] Nasty = [.. "\t\n\r {}[]:,-#&*!|>'\"%@`?\\<~0"u8, 0x00, 0x7F, 0x80, 0xC3, 0xFF];

    [Fact]
    public void Every_document_of_a_mutated_sample_is_read_counted_or_named_unread()
    {
        var samples = Directory.GetFiles(
            Path.Combine(Repository.Root, "samples"), "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)
            .ToList();
        Assert.True(samples.Count >= 4, "There are too few samples.");
        var random = new Random(Seed);
        var broken = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutate(samples[random.Next(samples.Count)], random);
            var manifests = Read(text, round);
            AssertNothingIsLost(manifests, round);
            if (!manifests.Unread.IsEmpty) broken++;
        }
        // Changes that break nothing, or everything, would show nothing.
        Assert.InRange(broken, Rounds / 10, Rounds * 9 / 10);
    }

    static byte[] Mutate(byte[] sample, Random random)
    {
        var bytes = sample.ToList();
        for (var changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = Nasty[random.Next(Nasty.Length)];
                    break;
                case 2:
                    bytes.Insert(at, Nasty[random.Next(Nasty.Length)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(
                        random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
            }
        }
        return [.. bytes];
    }

    static ManifestSet Read(byte[] text, int round)
    {
        try
        {
            return Reading.Of(text);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Round {round} throws:\n{Encoding.UTF8.GetString(text)}", e);
        }
    }

    static void AssertNothingIsLost(ManifestSet manifests, int round)
    {
        var set = manifests.Resources;
        var kept = set.Namespaces.Length + set.Nodes.Length + set.Pods.Length + set.Workloads.Length
            + set.Services.Length + set.EndpointSlices.Length + set.ServiceAccounts.Length + set.NetworkSets.Length
            + set.HostEndpoints.Length + set.Failsafes.Length + set.AutoHostEndpoints.Length + set.Policies.Length;
        var replaced = manifests.Diagnostics.Count(found => found.Code == DiagnosticCodes.ConflictName);
        var accounted = kept + replaced + manifests.Ignored.Values.Sum() + manifests.Unread.Length;
        // A document that is broken and of a kind that cannot matter has its diagnostic and is not in Unread.
        var broken = manifests.Diagnostics
            .Where(found => found.Severity == Severity.Error && found.Object.Length == 0)
            .ToList();
        Assert.True(
            accounted <= manifests.DocumentCount && manifests.DocumentCount - accounted <= broken.Count,
            $"Round {round}: {manifests.DocumentCount} documents, {accounted} accounted for:\n"
                + $"{string.Join('\n', Reading.Found(manifests))}");
        Assert.All(manifests.Unread, document => Assert.True(
            manifests.Diagnostics.Any(
                found => found.Severity >= Severity.Warning && found.Location.Line >= document.Location.Line),
            $"Round {round}: {document} is unread without a diagnostic."));
    }
}
