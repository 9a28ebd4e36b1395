using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Merlon.Kubernetes.Access;

/// <summary>A client's certificate with its key, and those that vouch for it.</summary>
sealed class ClientCertificate
{
    ClientCertificate(X509Certificate2 certificate, X509Certificate2Collection chain) =>
        (Certificate, Chain) = (certificate, chain);

    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Chain { get; }

    /// <exception cref="CryptographicException">They are none, or do not belong together.</exception>
    public static ClientCertificate FromPem(string certificatePem, string keyPem)
    {
        var certificate = X509Certificate2.CreateFromPem(certificatePem, keyPem);
        if (OperatingSystem.IsWindows())
        {
            // Windows cannot show a certificate whose key is in memory only.
            certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificatePem);
        return new ClientCertificate(certificate, chain);
    }
}
