using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Merlon.Kubernetes.Access;

namespace Merlon.Kubernetes.Http;

/// <summary>How a server is known to be the right one.</summary>
static class ServerTrust
{
    public static SslClientAuthenticationOptions OptionsFor(ClusterAccess access, ClientCertificate? certificate)
    {
        var options = new SslClientAuthenticationOptions();
        if (certificate is not null)
        {
            // The context shows the certificate whatever issuers the server names.
            options.ClientCertificateContext =
                SslStreamCertificateContext.Create(certificate.Certificate, certificate.Chain, offline: true);
        }
        if (access.SkipsTlsVerify)
        {
            // Any will do: so it is written in the configuration, for this cluster.
            options.RemoteCertificateValidationCallback = (_, any, _, _) => any is not null;
        }
        else if (access.Authorities.Count > 0)
        {
            options.CertificateChainPolicy = PolicyOf(access.Authorities);
            options.RemoteCertificateValidationCallback = (_, _, chain, errors) =>
                errors == SslPolicyErrors.None
                || (errors == SslPolicyErrors.RemoteCertificateChainErrors && EndsIn(chain, access.Authorities));
        }
        return options;
    }

    static X509ChainPolicy PolicyOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    // An authority may itself be vouched for by another that is not known here: kubectl trusts it all the same.
    static bool EndsIn(X509Chain? chain, X509Certificate2Collection authorities) =>
        chain is { ChainElements: [.., var last] }
        && chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.PartialChain)
        && authorities.Contains(last.Certificate);
}
