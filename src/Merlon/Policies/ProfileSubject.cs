using Merlon.Model;

namespace Merlon.Policies;

/// <summary>The host endpoints that name a profile.</summary>
public sealed record ProfileSubject(string Profile) : Subject
{
    public override bool Matches(Endpoint endpoint) => false;

    public override bool Matches(HostEndpoint host) => host.Profiles.Contains(Profile);

    public override string ToString() => $"host endpoints of profile {Profile}";
}
