using System.Text;
using Merlon.Manifests;
using Merlon.Manifests.Nodes;
using Merlon.Tests.Corpus;

namespace Merlon.Tests.Manifests.Nodes;

/// <summary>
/// The reader of plain YAML against the library: whatever it reads, the library reads as the same tree, with the same
/// positions, and finds nothing wrong with.
/// </summary>
public sealed class PlainYamlAgreement
{
    const int Seed = 20241122;
    const int AlwaysRounds = 40_000;
    const int AllRounds = 1_000_000;

    static readonly string[] Pieces =
    [
        " ", "  ", "\n", "\n\n", "\n  ", "- ", "-", ":", ": ", "#", " #", " # c", "\"", "'", "|", "|-", "|+", ">", "{}", "[]", "[a]", "{a: b}",
        "&a ", "*a", "!!str ", "? ", "%", "@", "`", "~", "null", "yes", "y: ", "0x1f", "1_000", "-1", "1.5", "---", "...", "\\", ",",
        "a: b", "a:b", "{", "}", "[", "]", ", ", "{a: {b: [c, d]}}", "[{a: b}, {c: \"d\"}]", "[a: b]", "{a}", "{a: }", "{\"a\": b}", "{a:b}",
        "[a, ]", "}#", "] # c", ": [80, fd00::/8]", ": {a: ~}", "''", "\n---\n", "\r\n", "\t", "é", "<<: ", "key:", "\n    - x", "\n# c\n", "\n   \n", "- - ", "k: |\n",
    ];

    static int Rounds => Environment.GetEnvironmentVariable("MERLON_TEST_ALL") == "1" ? AllRounds : AlwaysRounds;

    [Fact]
    public void Manifests_read_as_the_library_reads_them()
    {
        var (plain, all) = (0, 0);
        foreach (var text in Documents())
        {
            all++;
            IsReadAlike(text);
            if (InBlocks(text).All(IsReadAlike)) plain++;
        }
        // Most are written with braces; as blocks they are plain, but for some texts.
        Assert.True(plain > all * 9 / 10, $"{plain} of {all}");
    }

    [Fact]
    public void What_kubectl_writes_is_plain() => Assert.True(IsReadAlike(WrittenByKubectl));

    [Fact]
    public void What_people_write_is_plain() => Assert.True(IsReadAlike(WrittenByHand));

    [Theory]
    [InlineData("a: {b: c,\n  d: e}\n")]
    [InlineData("a: {b}\n")]
    [InlineData("a: {b: }\n")]
    [InlineData("a: {b: c, b: d}\n")]
    [InlineData("a: {b:c}\n")]
    [InlineData("a: {\"b\": c}\n")]
    [InlineData("a: {? b: c}\n")]
    [InlineData("a: {on: c}\n")]
    [InlineData("a: [b, ]\n")]
    [InlineData("a: [b: c]\n")]
    [InlineData("a: [b] c\n")]
    [InlineData("a: [b]# c\n")]
    [InlineData("a: [&x b]\n")]
    [InlineData("a: [!!str 1]\n")]
    [InlineData("a: 'b''c'\n")]
    [InlineData("a: b # c\n  d\n")]
    public void What_is_doubtful_is_left_to_the_library(string text) => Assert.Null(PlainYaml.Read(text, 1, ManifestLimits.Default));

    [Fact]
    public void Manifests_with_random_changes_read_as_the_library_reads_them()
    {
        var documents = Documents()
            .SelectMany(text => InBlocks(text).Prepend(text))
            .Where(text => text.Length < 4_000 && IsReadAlike(text))
            .Append(WrittenByKubectl)
            .Append(WrittenByHand)
            .ToArray();
        // Half of them and more are as people wrote them, with braces, or comments behind values.
        Assert.InRange(documents.Count(HasBracesOrComments), documents.Length / 4, documents.Length);
        var plain = 0;
        Parallel.For(0, Rounds, round =>
        {
            var random = new Random(Seed + round);
            if (IsReadAlike(Change(documents[random.Next(documents.Length)], random))) Interlocked.Increment(ref plain);
        });
        // Changes after which nothing is plain would show nothing.
        Assert.InRange(plain, Rounds / 10, Rounds * 9 / 10);
    }

    // Whether it is plain; if so, both must say the same.
    static bool IsReadAlike(string text)
    {
        if (PlainYaml.Read(text, 5, ManifestLimits.Default) is not { } told) return false;
        var (roots, faults) = YamlTreeBuilder.BuildAny(text, 5, ManifestLimits.Default);
        Assert.True(faults.Count == 0, $"{string.Join('\n', faults)}\n{text}");
        if (Write(Assert.Single(roots)) != Write(told)) Assert.Fail($"{Write(roots[0])}\nexpected, but read was\n{Write(told)}\n{text}");
        return true;
    }

    static string Change(string text, Random random)
    {
        var changed = new StringBuilder(text);
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var at = random.Next(changed.Length + 1);
            var length = Math.Min(random.Next(12), changed.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    changed.Remove(at, length);
                    break;
                case 1:
                    changed.Insert(random.Next(changed.Length + 1), changed.ToString(at, length));
                    break;
                default:
                    changed.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }
        return changed.ToString();
    }

    static IEnumerable<string> Documents()
    {
        string[] folders = [Path.Combine(Repository.Root, "samples"), Path.Combine(Repository.Root, "tests", "cases"), CorpusFolder.Root];
        return
            from folder in folders
            where Directory.Exists(folder)
            from file in Directory.EnumerateFiles(folder, "*.y*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            from document in DocumentSplitter.Split(File.ReadAllBytes(file))
            where TextDecoder.Check(document) is null
            select Encoding.UTF8.GetString(document.Bytes.Span);
    }

    static IEnumerable<string> InBlocks(string text) =>
        YamlTreeBuilder.BuildAny(text, 1, ManifestLimits.Default).Roots.Where(root => root is MappingNode).Select(BlockYaml.Write);

    static string Write(Node node) => node switch
    {
        ScalarNode scalar => $"{scalar.Line}:{scalar.Column}:{scalar.TextColumn} {scalar.Type} `{scalar.Text}`\n",
        SequenceNode list => $"{list.Line}:{list.Column} [\n{string.Concat(list.Items.Select(Write))}]\n",
        MappingNode mapping => $"{mapping.Line}:{mapping.Column} {{\n"
            + string.Concat(mapping.Fields.Select(field => $"{field.Line}:{field.Column} {field.Key}: {Write(field.Value)}")) + "}\n",
        _ => throw new InvalidOperationException($"A {node.GetType().Name} is no node."),
    };

    static bool HasBracesOrComments(string text) => text.AsSpan().ContainsAny('{', '[') || text.Contains(" #", StringComparison.Ordinal);

    const string WrittenByHand = """
        # What the shop needs.
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: shop, namespace: shop, labels: {app: web, tier: "front"} } # two labels
        spec:
          podSelector: {}      # every pod
          policyTypes: [Ingress, Egress]
          ingress: # from anywhere
          - from: [{podSelector: {}}, {namespaceSelector: {matchLabels: {team: 'a # b'}}}]
            ports: [{port: 80}, {port: http, protocol: TCP} ]
          - {}
          egress:
            - to:   # DNS
                - ipBlock: { cidr: 10.0.0.0/8, except: [ 10.1.0.0/16,10.2.0.0/16 ] }
                - ipBlock: {cidr: fd00::/8, except: []}
              ports:
                - port: 53 # block the rest
                  protocol: "UDP" # not TCP
                - {port: -1, note: two words, end: ~}

        """;

    const string WrittenByKubectl = """
        apiVersion: v1
        items:
        - apiVersion: v1
          kind: Pod
          metadata:
            annotations:
              kubectl.kubernetes.io/last-applied-configuration: |
                {"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{},"name":"web"}}
              example.com/note: |-
                two lines,

                  the second indented
            creationTimestamp: "2026-01-05T10:00:00Z"
            labels:
              app: web
              version: "1"
            name: web-7c5ddbdf54-abcde
            namespace: shop
          spec:
            affinity: {}
            containers:
            - args:
              - --listen=:8080
              - '-v'
              env:
              - name: EMPTY
                value: ""
              image: registry.example.com/shop/web:1.2.3@sha256:0123456789abcdef
              imagePullPolicy: IfNotPresent
              name: web
              ports:
              - containerPort: 8080
                name: http
                protocol: TCP
              resources:
                limits:
                  cpu: 500m
                  memory: 1Gi
            nodeSelector:
              kubernetes.io/os: linux
            terminationGracePeriodSeconds: 30
            tolerations: []
          status:
            podIP: 10.244.1.7
            ready: true
            lastState: null
        kind: List
        metadata:
          resourceVersion: ""

        """;
}
