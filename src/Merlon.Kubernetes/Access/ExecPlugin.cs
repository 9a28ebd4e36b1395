using System.Diagnostics;
using System.Security.Cryptography;

namespace Merlon.Kubernetes.Access;

/// <summary>
/// A program that prints credentials (<c>client.authentication.k8s.io</c>). It runs when they are first needed, when
/// they expire, and when the server refuses them; never in a shell, and with nothing to type into.
/// </summary>
sealed class ExecPlugin : CredentialSource
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // Requests that were refused together share one new run.
    static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    readonly ConfigValue _exec;
    readonly string _apiVersion;
    readonly ConfigValue? _clusterInfo;
    readonly TimeProvider _time;
    readonly Lock _lock = new();
    Task<ExecCredential>? _last;
    long _startedAt;

    ExecPlugin(ConfigValue exec, string apiVersion, ConfigValue? clusterInfo, TimeProvider time) =>
        (_exec, _apiVersion, _clusterInfo, _time) = (exec, apiVersion, clusterInfo, time);

    public static ExecPlugin Read(ConfigValue exec, ConfigValue cluster, TimeProvider time)
    {
        if (exec.Text("command") is null) throw exec.Fault("command", "is missing");
        var version = exec.Text("apiVersion") ?? throw exec.Fault("apiVersion", "is missing");
        if (version is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
        {
            throw exec.Fault("apiVersion", $"is `{version}`: client.authentication.k8s.io/v1 or v1beta1 belongs here");
        }
        if (exec.Text("interactiveMode") == "Always")
        {
            throw exec.Fault("interactiveMode", "is `Always`: Merlon gives a plugin nothing to type into");
        }
        return new ExecPlugin(exec, version, exec.Flag("provideClusterInfo") ? cluster : null, time);
    }

    public override async ValueTask<Credential> GetAsync(bool renew, CancellationToken stop)
    {
        Task<ExecCredential> current;
        lock (_lock)
        {
            if (_last is null || _last.IsFaulted || HasExpired(_last) || (renew && !IsRecent))
            {
                (_last, _startedAt) = (RunAsync(), _time.GetTimestamp());
            }
            current = _last;
        }
        return (await current.WaitAsync(stop)).Credential;
    }

    bool IsRecent => _time.GetElapsedTime(_startedAt) < Recent;

    bool HasExpired(Task<ExecCredential> run) =>
        run.IsCompletedSuccessfully && run.Result.Expires is { } expires && expires <= _time.GetUtcNow();

    async Task<ExecCredential> RunAsync()
    {
        var start = new ProcessStartInfo(PathOf(_exec.Text("command")!))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in _exec.Texts("args")) start.ArgumentList.Add(argument);
        foreach (var variable in _exec.Objects("env"))
        {
            start.Environment[variable.Text("name") ?? throw variable.Fault("name", "is missing")] = variable.Text("value");
        }
        start.Environment["KUBERNETES_EXEC_INFO"] = ExecCredential.Request(_apiVersion, _clusterInfo);
        using var limit = new CancellationTokenSource(Limit, _time);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw Failed($"cannot be started: {e.Message}");
        }
        using (process) return await CredentialOfAsync(process, limit.Token);
    }

    async Task<ExecCredential> CredentialOfAsync(Process process, CancellationToken limit)
    {
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(limit);
            var errors = process.StandardError.ReadToEndAsync(limit);
            await process.WaitForExitAsync(limit);
            var (printed, told) = (await output, await errors);
            if (process.ExitCode != 0) throw Failed($"ended with {process.ExitCode}: {told.Trim()}");
            return ExecCredential.Parse(printed, _apiVersion);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw Failed($"did not end within {Limit.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            throw Failed($"printed no credential: {e.Message}");
        }
    }

    // A bare name is looked for where programs are, and never in the working folder.
    string PathOf(string command)
    {
        if (command.Contains('/', StringComparison.Ordinal)) return Path.GetFullPath(command, _exec.Folder);
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, command))
            .FirstOrDefault(File.Exists) ?? throw Failed("is not on PATH");
    }

    ClusterAccessException Failed(string what)
    {
        var hint = _exec.Text("installHint") is { } text ? $"\n{text}" : "";
        return _exec.Fault("command", $"`{_exec.Text("command")}` {what}{hint}");
    }
}
