namespace Merlon.TestServer;

/// <summary>An object at one version. Never changes.</summary>
public sealed record StoredObject(string Namespace, string Name, string Uid, long Version, byte[] Json)
{
    public string Key => $"{Namespace}/{Name}";

    /// <summary>As an item of a list: items state no type.</summary>
    public void WriteAsItem(Stream stream, ServedResource resource)
    {
        var type = $$"""{"apiVersion":"{{resource.GroupVersion}}","kind":"{{resource.Kind}}",""";
        stream.WriteByte((byte)'{');
        stream.Write(Json.AsSpan(type.Length));
    }
}

/// <summary>What happened to an object, as watches tell it.</summary>
public sealed record StoredEvent(string Type, ServedResource Resource, StoredObject Object)
{
    public long Version => Object.Version;
}
