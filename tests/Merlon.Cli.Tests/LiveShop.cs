using System.Text.Json.Nodes;
using Merlon.TestServer;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Merlon.Cli.Tests;

/// <summary>The case <c>shop</c> as a live cluster.</summary>
sealed class LiveShop : IAsyncDisposable
{
    readonly Workplace _place = new();

    LiveShop(ApiServer server)
    {
        Server = server;
        KubeConfig = _place.Write("kubeconfig", $$"""
            apiVersion: v1
            kind: Config
            current-context: shop
            contexts: [{name: shop, context: {cluster: shop} }, {name: lost, context: {cluster: lost} }]
            clusters:
            - {name: shop, cluster: {server: "{{server.Address}}"} }
            - {name: lost, cluster: {server: "http://127.0.0.1:1"} }
            """);
    }

    public ApiServer Server { get; }

    public string KubeConfig { get; }

    public static async Task<LiveShop> StartAsync()
    {
        var shop = new LiveShop(await ApiServer.StartAsync());
        shop.Apply(Shop.EverythingAsOneStream);
        return shop;
    }

    /// <summary>Stores every object of a stream of YAML documents.</summary>
    public void Apply(string yaml)
    {
        var deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var serializer = new SerializerBuilder().JsonCompatible().Build();
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            var content = JsonNode.Parse(serializer.Serialize(deserializer.Deserialize(parser)!))!.AsObject();
            var (kind, metadata) = (content["kind"]!.GetValue<string>(), content["metadata"]!);
            var version = content["apiVersion"]!.GetValue<string>();
            var resource = ServedResource.BuiltIn.Concat(ServedResource.Optional).Single(known => (known.Kind, known.GroupVersion) == (kind, version));
            var @namespace = metadata["namespace"]?.GetValue<string>() ?? (resource.IsNamespaced ? "default" : "");
            Server.Store.Put(resource, @namespace, metadata["name"]!.GetValue<string>(), content);
        }
    }

    /// <summary>Runs a command on the live cluster, in an empty folder.</summary>
    public ProgramRun Ask(string command, params string[] arguments) =>
        _place.Run([command, .. arguments, "--kubeconfig", KubeConfig]);

    /// <summary>Writes a manifest to where the commands run.</summary>
    public void Write(string name, string text) => _place.Write(name, text);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _place.Dispose();
    }
}
