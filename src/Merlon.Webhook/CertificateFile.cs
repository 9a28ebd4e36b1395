using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Merlon.Webhook;

/// <summary>
/// The certificate of the server, read again when its files change, as they do when a secret is renewed. A broken one is
/// left alone: the last good one serves on.
/// </summary>
sealed class CertificateFile : IDisposable
{
    readonly Lock _lock = new();
    readonly string _certificate;
    readonly string _key;
    (DateTime Certificate, DateTime Key) _written;
    X509Certificate2 _current;

    CertificateFile(string certificate, string key)
    {
        (_certificate, _key, _written) = (certificate, key, Written(certificate, key));
        _current = X509Certificate2.CreateFromPemFile(certificate, key);
    }

    /// <exception cref="IOException">A file cannot be opened.</exception>
    /// <exception cref="CryptographicException">The files hold no certificate with its key.</exception>
    public static CertificateFile Open(string certificate, string key) => new(certificate, key);

    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
            {
                var written = Written(_certificate, _key);
                if (written == _written) return _current;
                try
                {
                    // Connections that were opened with the old one still hold it: it is left to the collector.
                    _current = X509Certificate2.CreateFromPemFile(_certificate, _key);
                    _written = written;
                }
                catch (Exception e) when (e is IOException or CryptographicException)
                {
                    // Half written: the next connection looks again.
                    return _current;
                }
                return _current;
            }
        }
    }

    public void Dispose() => _current.Dispose();

    // A mounted secret is a link to a folder that is replaced whole.
    static (DateTime, DateTime) Written(string certificate, string key) => (Written(certificate), Written(key));

    static DateTime Written(string path) =>
        (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)).LastWriteTimeUtc;
}
