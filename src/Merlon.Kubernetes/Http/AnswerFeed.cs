using Merlon.Kubernetes.Decoding;

namespace Merlon.Kubernetes.Http;

/// <summary>The body of an answer as it is decoded; one that stays silent for too long is given up.</summary>
sealed class AnswerFeed : IDisposable
{
    readonly HttpResponseMessage _response;
    readonly JsonFeed _feed;
    readonly TimeSpan _idleLimit;
    readonly CancellationTokenSource _idle;
    readonly CancellationTokenSource _either;
    readonly CancellationToken _stop;

    AnswerFeed(
        HttpResponseMessage response, Stream body, TimeSpan idleLimit, TimeProvider time, CancellationToken stop)
    {
        (_response, _feed, _idleLimit, _stop) = (response, new JsonFeed(body), idleLimit, stop);
        _idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(stop, _idle.Token);
    }

    public static async Task<AnswerFeed> OpenAsync(
        KubernetesClient client, string path, TimeSpan idleLimit, TimeProvider time, CancellationToken stop)
    {
        var response = await client.GetAsync(path, stop);
        try
        {
            return new AnswerFeed(response, await response.Content.ReadAsStreamAsync(stop), idleLimit, time, stop);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Waits for bytes and decodes what is whole; false at the end of the answer.</summary>
    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    public async ValueTask<bool> ReadAsync(TokenDecoder decoder)
    {
        _idle.CancelAfter(_idleLimit);
        try
        {
            return await _feed.ReadAsync(decoder, _either.Token);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {_idleLimit.TotalSeconds:0} s");
        }
        finally
        {
            // Whoever takes what was read may take their time.
            _idle.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _response.Dispose();
        _feed.Dispose();
        _either.Dispose();
        _idle.Dispose();
    }
}
