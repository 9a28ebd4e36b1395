namespace Merlon.Kubernetes.Access;

/// <summary>A token in a file.</summary>
sealed class TokenFile(string path, TimeProvider time) : RereadCredentials(time)
{
    protected override Credential Read() => new("Bearer " + Read(path), null);

    /// <exception cref="ClusterAccessException">It cannot be read, or holds nothing.</exception>
    public static string Read(string path)
    {
        string token;
        try
        {
            token = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterAccessException($"the token file `{path}` cannot be read: {e.Message}", e);
        }
        return token.Length > 0 ? token : throw new ClusterAccessException($"the token file `{path}` is empty");
    }
}
