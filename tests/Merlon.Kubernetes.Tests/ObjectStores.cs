using System.Collections.Immutable;

namespace Merlon.Kubernetes.Tests;

/// <summary>What is kept of what a watch tells.</summary>
public sealed class ObjectStores
{
    static readonly ApiResource Api = KnownResources.Policies.Single(known => known is { Kind: "Tier", Group: "projectcalico.org" });
    static readonly ApiResource Storage = KnownResources.Policies.Single(known => known is { Kind: "Tier", Group: "crd.projectcalico.org" });

    readonly List<string> _told = [];
    readonly ObjectStore<string> _store;

    public ObjectStores() => _store = new ObjectStore<string>(
        (put, before) => put.ResourceVersion == "unread" ? null : (new ObjectName("", put.Name), $"{before}{put.ResourceVersion}"),
        (resource, name, kept) => _told.Add($"+{resource.Version} {name.Name} {kept}"),
        (resource, name, kept) => _told.Add($"-{resource.Version} {name.Name} {kept}"));

    [Fact]
    public void What_is_kept_follows_from_what_was_kept_before()
    {
        _store.Take(Put(Api, "a", "1"));
        _store.Take(Put(Api, "a", "2"));
        _store.Take(Put(Api, "a", "unread"));
        Assert.Equal(["+v3 a 1", "+v3 a 12"], _told);
        Assert.Equal(["12"], _store.Shown);
    }

    [Fact]
    public void An_object_that_is_gone_takes_none_with_it_that_came_since()
    {
        _store.Take(Put(Api, "a", "1", uid: "first"));
        _store.Take(Put(Api, "a", "2", uid: "second"));
        _store.Take(new ObjectChange.Gone(Api, null, "a", "first"));
        Assert.NotEmpty(_store.Shown);
        _store.Take(new ObjectChange.Gone(Api, null, "a", "second"));
        Assert.Empty(_store.Shown);
    }

    [Fact]
    public void A_list_takes_away_what_is_not_in_it_and_completes()
    {
        _store.Take(Put(Api, "a", "1"));
        _store.Take(Put(Api, "b", "1"));
        Assert.False(_store.IsComplete(Api));
        _store.Take(new ObjectChange.Relisted(Api, [Put(Api, "b", "2")]));
        Assert.Equal(["+v3 a 1", "+v3 b 1", "-v3 a 1", "+v3 b 12"], _told);
        Assert.True(_store.IsComplete(Api));
        Assert.False(_store.IsComplete(Storage));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_an_API_is_served_the_copies_in_its_storage_are_hidden(bool storageComesFirst)
    {
        ImmutableArray<ObjectChange> lists =
            [new ObjectChange.Relisted(Api, [Put(Api, "a", "1")]), new ObjectChange.Relisted(Storage, [Put(Storage, "a", "1")])];
        foreach (var list in storageComesFirst ? lists.Reverse() : lists) _store.Take(list);
        _store.Take(Put(Storage, "a", "2"));
        Assert.Equal(["1"], _store.Shown);
        _told.Clear();
        _store.Take(new ObjectChange.Absent(Api));
        Assert.Equal(["-v3 a 1", "+v1 a 12"], _told);
        Assert.True(_store.IsComplete(Api));
        _store.Take(new ObjectChange.Gone(Storage, null, "a", "uid"));
        Assert.Equal("-v1 a 12", _told[^1]);
    }

    [Fact]
    public void Storage_that_is_served_stands_for_an_API_whose_server_does_not_answer()
    {
        _store.Take(new ObjectChange.Relisted(Storage, []));
        Assert.True(_store.IsComplete(Api));
        _store.Take(new ObjectChange.Absent(Storage));
        Assert.False(_store.IsComplete(Api));
    }

    static ObjectChange.Put Put(ApiResource resource, string name, string version, string uid = "uid") =>
        new(resource, null, name, uid, version, ReadOnlyMemory<byte>.Empty);
}
