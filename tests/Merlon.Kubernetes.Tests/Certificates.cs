using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Merlon.Kubernetes.Tests;

/// <summary>An authority and what it vouches for, made for one test.</summary>
sealed class Certificates : IDisposable
{
    readonly X509Certificate2 _authority;

    public Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public string AuthorityPem => _authority.ExportCertificatePem();

    public string AuthorityData => Base64(AuthorityPem);

    public static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A server's certificate for the loopback address, or only for a name.</summary>
    public X509Certificate2 Server(string? onlyFor = null)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (onlyFor is null) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName(onlyFor);
        var (certificate, key) = Issue("CN=server", names.Build());
        // As a server loads it: with the key in it.
        using (certificate)
        using (key)
        {
            using var both = certificate.CopyWithPrivateKey(key);
            return X509CertificateLoader.LoadPkcs12(both.Export(X509ContentType.Pkcs12), null);
        }
    }

    /// <summary>A client's certificate and its key, as PEM.</summary>
    public (string Certificate, string Key) Client(string name)
    {
        var (certificate, key) = Issue($"CN={name}", null);
        using (certificate)
        using (key) return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => _authority.Dispose();

    (X509Certificate2 Certificate, ECDsa Key) Issue(string subject, X509Extension? extension)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (extension is not null) request.CertificateExtensions.Add(extension);
        var serial = RandomNumberGenerator.GetBytes(8);
        return (request.Create(_authority, _authority.NotBefore, _authority.NotAfter, serial), key);
    }
}
