using Merlon.Lab.Planning;
using Merlon.Lab.State;
using Merlon.Manifests;
using Merlon.Tests.Corpus;

namespace Merlon.Lab.Tests.Kernel;

/// <summary>
/// The third-party cases as labs: their verdicts are held elsewhere, here packets do what the model says of them. A
/// fixed part of them always, all of them with MERLON_TEST_ALL=1.
/// </summary>
[Collection(nameof(RealLabs))]
public sealed class CorpusLabs : IDisposable
{
    /// <summary>Of so many cases, one is always asked.</summary>
    const int Stride = 60;

    readonly LabFolder _folder = new(Directory.CreateTempSubdirectory("merlon-lab-corpus-").FullName);

    [Theory]
    [InlineData(LabNetwork.Routed)]
    [InlineData(LabNetwork.Bridge)]
    public void Every_packet_of_every_case_does_what_the_model_says(LabNetwork network)
    {
        CorpusFolder.Require();
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Real labs need root on Linux.");
        var cases = Cases().ToList();
        var all = Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1";
        var chosen = cases.Where((_, index) => all || index % Stride == 0).ToList();
        var (labs, packets) = (0, 0);
        var wrong = new List<string>();
        foreach (var (id, input) in chosen)
        {
            var manifests = ManifestReader.Read(input.Sources, input.Options);
            // Policies of APIs that are not evaluated cannot be enforced either.
            if (!manifests.Unread.IsEmpty) continue;
            var snapshot = Merlon.Snapshot.From(manifests);
            var options = new LabOptions { Network = network };
            var lab = Merlon.Lab.Lab.Build(
                _folder, input, snapshot, options, staysUp: false, TestContext.Current.CancellationToken);
            lab.Enforce(lab.Compile());
            var results = lab.Probe(_ => { }, TestContext.Current.CancellationToken);
            lab.Remove();
            labs++;
            packets += results.Length;
            wrong.AddRange(results.Where(result => !result.IsAsPredicted).Select(result => $"{id}: {result}"));
        }
        TestContext.Current.SendDiagnosticMessage($"{network}: {labs} labs, {packets} packets, {wrong.Count} disagreements");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {packets} differ:\n{string.Join('\n', wrong.Take(20))}");
        Assert.NotEqual(0, packets);
    }

    public void Dispose()
    {
        foreach (var state in _folder.All()) Merlon.Lab.Lab.Remove(_folder, state);
        Directory.Delete(_folder.Path, recursive: true);
    }

    // Cases that ask other questions of the same files are one lab.
    static IEnumerable<(string Id, LabInput Input)> Cases() =>
        Directory.GetFiles(CorpusFolder.PathOf("cases"), "*.jsonl")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => CorpusFolder.Lines(Path.Combine("cases", Path.GetFileName(file))))
            .Select(line => (
                Id: line.GetProperty("id").GetString() ?? "",
                Files: line.GetProperty("manifests").EnumerateArray().Select(file => file.GetString() ?? "").ToList(),
                Options: CorpusFolder.OptionsOf(line)))
            .DistinctBy(@case => string.Join(' ', @case.Files))
            .Select(@case => (@case.Id, new LabInput(
                [.. @case.Files.Select(file => new SourceText(file, File.ReadAllBytes(CorpusFolder.PathOf(file))))],
                @case.Options)));
}
