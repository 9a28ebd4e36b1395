using System.Security.Cryptography;
using System.Text;

namespace Merlon.Kubernetes.Access;

/// <summary>
/// What a user of a kubeconfig has at hand: a token or a password, a certificate, or files with them.
/// </summary>
sealed class UserCredentials(ConfigValue user, TimeProvider time) : RereadCredentials(time)
{
    (string? Certificate, string? Key) _pem;
    ClientCertificate? _certificate;

    protected override Credential Read() => new(Authorization(), Certificate());

    string? Authorization()
    {
        if (user.FilePath("tokenFile") is { } file) return "Bearer " + TokenFile.Read(file);
        if (user.Text("token") is { } token) return "Bearer " + token;
        if (user.Text("username") is not { } name) return null;
        var pair = Encoding.UTF8.GetBytes($"{name}:{user.Text("password")}");
        return "Basic " + Convert.ToBase64String(pair);
    }

    // The same bytes give the same object: connections live as long as it does.
    ClientCertificate? Certificate()
    {
        const string field = "client-certificate";
        var pem = (ClusterAccessReader.PemOf(user, field), ClusterAccessReader.PemOf(user, "client-key"));
        if (pem == _pem) return _certificate;
        var (certificate, key) = pem;
        if (certificate is null) throw user.Fault(field, "is missing beside client-key");
        if (key is null) throw user.Fault("client-key", "is missing beside client-certificate");
        try
        {
            (_certificate, _pem) = (ClientCertificate.FromPem(certificate, key), pem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw user.Fault(field, $"and client-key are no certificate with its key: {e.Message}", e);
        }
        return _certificate;
    }
}
