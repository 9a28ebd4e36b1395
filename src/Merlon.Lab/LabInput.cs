using System.Collections.Immutable;
using System.Text;
using Merlon.Lab.State;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Lab;

/// <summary>Manifests and how to read them: what a lab that stays up remembers.</summary>
public sealed record LabInput(ImmutableArray<SourceText> Sources, ReadOptions Options)
{
    internal StoredText[] Store() =>
        [.. Sources.Select(source => new StoredText(
            source.Name, Encoding.UTF8.GetString(source.Content.Span), source.IsStored))];

    internal static LabInput Restore(IReadOnlyList<StoredText> texts, LabState state)
    {
        var options = new ReadOptions
        {
            Limits = ManifestLimits.Default with { MaxSourceBytes = int.MaxValue },
            FieldValidation = Enum.TryParse<FieldValidation>(state.FieldValidation, out var validation)
                ? validation
                : FieldValidation.Strict,
            Channel = Enum.TryParse<ReleaseChannel>(state.Channel, out var channel) ? channel : null,
            Domains = new DomainTable(state.Domains
                .Select(entry => entry.Split('='))
                .Select(parts => KeyValuePair.Create(parts[0], IpAddress.Parse(parts[1])))),
            EnforcesStaged = state.EnforcesStaged,
            HasCalicoBackstop = state.HasCalicoBackstop,
            CalicoEdition = state.IsCalicoCommercial ? CalicoEdition.Commercial : CalicoEdition.Open,
            ServerVersion = ServerVersion.TryParse(state.ServerVersion, out var version)
                ? version
                : ServerVersion.Newest,
        };
        return new LabInput(
            [.. texts.Select(text =>
                new SourceText(text.Name, Encoding.UTF8.GetBytes(text.Text)) { IsStored = text.IsStored })], options);
    }

    internal ManifestSet Read() => ManifestReader.Read(Sources, Options);
}
