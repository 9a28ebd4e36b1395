namespace Merlon.Kubernetes.Access;

/// <summary>Where credentials come from: they can change while a program runs. Safe to share.</summary>
abstract class CredentialSource
{
    /// <summary>The credential to use now.</summary>
    /// <param name="renew">Whether the one given last was refused: it is then read or made anew.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="ClusterAccessException">There is none to be had.</exception>
    public abstract ValueTask<Credential> GetAsync(bool renew, CancellationToken stop);

    /// <summary>One that never changes.</summary>
    public static CredentialSource Fixed(Credential credential) => new FixedSource(credential);

    sealed class FixedSource(Credential credential) : CredentialSource
    {
        public override ValueTask<Credential> GetAsync(bool renew, CancellationToken stop) => new(credential);
    }
}
