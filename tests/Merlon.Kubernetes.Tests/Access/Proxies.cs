using Merlon.Kubernetes.Access;

namespace Merlon.Kubernetes.Tests.Access;

public sealed class Proxies
{
    [Theory]
    [InlineData("https://api.example", "", true)]
    [InlineData("https://api.example", "example", false)]
    [InlineData("https://api.example.com", "example.com", false)]
    [InlineData("https://example.com", "example.com", false)]
    [InlineData("https://example.com", ".example.com", true)]
    [InlineData("https://api.example.com", ".example.com", false)]
    [InlineData("https://api.example.com", "*.example.com", false)]
    [InlineData("https://badexample.com", "example.com", true)]
    [InlineData("https://api.example.com:6443", "example.com:6443", false)]
    [InlineData("https://api.example.com:6443", "example.com:443", true)]
    [InlineData("https://10.1.2.3", "10.0.0.0/8", false)]
    [InlineData("https://10.1.2.3", "10.1.2.3", false)]
    [InlineData("https://10.1.2.3", "11.0.0.0/8, 10.1.2.4", true)]
    [InlineData("https://[fd00::1]", "fd00::/8", false)]
    [InlineData("https://api.example", "*", false)]
    [InlineData("https://127.0.0.1:6443", "", false)]
    [InlineData("https://localhost", "", false)]
    [InlineData("http://api.example", "", false)]
    public void The_environment_names_a_proxy_and_exceptions(string server, string except, bool proxied)
    {
        var proxy = ProxyRules.For(new Uri(server), name => name switch
        {
            "HTTPS_PROXY" => "proxy.example:3128",
            "no_proxy" => except,
            _ => null,
        });
        Assert.Equal(proxied ? new Uri("http://proxy.example:3128") : null, proxy?.GetProxy(new Uri(server)));
    }

    [Fact]
    public void A_proxy_can_ask_for_a_name_and_a_password()
    {
        var proxy = ProxyRules.ProxyAt(new Uri("http://me:p%40ss@proxy.example:3128"));
        var credential = proxy.Credentials!.GetCredential(new Uri("http://proxy.example:3128"), "Basic");
        Assert.Equal(("me", "p@ss"), (credential!.UserName, credential.Password));
    }
}
