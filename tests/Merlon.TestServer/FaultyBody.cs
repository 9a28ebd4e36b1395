using Microsoft.AspNetCore.Http;

namespace Merlon.TestServer;

/// <summary>Writes the body of an answer, with what is to go wrong.</summary>
sealed class FaultyBody(HttpContext context, Fault? fault)
{
    int _written;

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var limit = fault switch { Fault.Cut cut => cut.AfterBytes, Fault.Stall stall => stall.AfterBytes, _ => int.MaxValue };
        var piece = fault is Fault.Slow slow ? slow.PieceBytes : int.MaxValue;
        while (bytes.Length > 0)
        {
            var length = Math.Min(Math.Min(bytes.Length, piece), Math.Max(0, limit - _written));
            if (length > 0) await context.Response.Body.WriteAsync(bytes[..length], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            _written += length;
            bytes = bytes[length..];
            if (fault is Fault.Slow { Delay: var delay }) await Task.Delay(delay, context.RequestAborted);
            if (_written < limit) continue;
            if (fault is Fault.Stall) await Task.Delay(Timeout.Infinite, context.RequestAborted);
            context.Abort();
            context.RequestAborted.ThrowIfCancellationRequested();
            throw new OperationCanceledException();
        }
    }
}
