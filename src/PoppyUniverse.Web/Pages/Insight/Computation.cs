using Microsoft.Extensions.Logging;

namespace PoppyUniverse.Web.Pages.Insight;

/// <summary>
/// Something that takes a while: computed once in the background, for everybody who looks at it, and again when what it
/// depends on changed. Pages show the last value, or how far it is; nobody waits.
/// </summary>
/// <typeparam name="T">What is computed; immutable.</typeparam>
/// <param name="turn">One at a time, so that answers to others stay fast.</param>
/// <param name="log">Where unexpected failures are told.</param>
internal sealed partial class Computation<T>(SemaphoreSlim turn, ILogger log)
    where T : class
{
    private const double SmallestStep = 0.01;

    private readonly Lock _lock = new();
    private (long Version, long Sequence)? _key;
    private long _valueVersion;
    private CancellationTokenSource? _running;

    /// <summary>The value, the progress or the problem is another; from any thread.</summary>
    public event Action? Changed;

    /// <summary>The last value, of whatever model; null before the first.</summary>
    public T? Value { get; private set; }

    /// <summary>The last value, when it is of this version of the model.</summary>
    public T? For(long version) => _valueVersion == version ? Value : null;

    /// <summary>How far it is, 0 to 1; null when nothing is computed.</summary>
    public double? Progress { get; private set; }

    /// <summary>Why there is no value, for people; null when there is, or will be.</summary>
    public string? Problem { get; private set; }

    /// <summary>
    /// Begins, unless the value is there or on its way. What is on its way for the same model is let be, however much was
    /// stored meanwhile: else it would never be done under load.
    /// </summary>
    /// <param name="key">What the value depends on: version of the model, last number of the store (0 when it does not matter).</param>
    /// <param name="work">Computes it, on a thread of its own.</param>
    public void Ensure((long Version, long Sequence) key, Func<IProgress<double>, CancellationToken, Task<T>> work)
    {
        CancellationTokenSource own;
        lock (_lock)
        {
            if (_key == key || (Progress is not null && _key?.Version == key.Version))
                return;
            _running?.Cancel();
            _running = own = new();
            (_key, Progress, Problem) = (key, 0, null);
        }

        Changed?.Invoke();
        _ = Task.Run(() => RunAsync(key.Version, work, own));
    }

    private async Task RunAsync(long version, Func<IProgress<double>, CancellationToken, Task<T>> work, CancellationTokenSource own)
    {
        try
        {
            await turn.WaitAsync(own.Token).ConfigureAwait(false);
            try
            {
                var value = await work(new Steps(this, own), own.Token).ConfigureAwait(false);
                Finish(own, () => (Value, _valueVersion) = (value, version));
            }
            finally
            {
                turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // another key took its place
        }
        catch (Exception failure)
        {
            if (failure is not Storage.Stores.StoreException)
                LogFailure(log, failure);
            Finish(own, () => (Problem, _key) = (failure is Storage.Stores.StoreException ? "The store cannot be read at the moment. Open this page again." : "This could not be computed; the server's log says why.", null));
        }
    }

    private void Finish(CancellationTokenSource own, Action set)
    {
        lock (_lock)
        {
            if (_running != own)
                return;
            set();
            (Progress, _running) = (null, null);
        }

        own.Dispose();
        Changed?.Invoke();
    }

    private void Move(CancellationTokenSource own, double fraction)
    {
        lock (_lock)
        {
            if (_running != own || fraction < Progress + SmallestStep)
                return;
            Progress = fraction;
        }

        Changed?.Invoke();
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Error, Message = "A page's figures could not be computed")]
    private static partial void LogFailure(ILogger log, Exception failure);

    private sealed class Steps(Computation<T> of, CancellationTokenSource own) : IProgress<double>
    {
        public void Report(double value) => of.Move(own, value);
    }
}
