using Microsoft.Extensions.Logging.Abstractions;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Pages.Insight;

namespace PoppyUniverse.Apps.Tests.Web.Pages;

public sealed class ComputationTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Computation<string> _computation;

    public ComputationTests() => _computation = new(_turn, NullLogger.Instance);

    public void Dispose() => _turn.Dispose();

    [Fact]
    public void Ensure_TheSameKey_ComputesOnce()
    {
        var times = 0;
        for (var i = 0; i < 3; i++)
            _computation.Ensure((1, 1), (_, _) => Task.FromResult($"{++times}"));
        Wait(() => _computation.Value is not null && _computation.Progress is null);
        _computation.Ensure((1, 1), (_, _) => Task.FromResult("again"));
        Assert.Equal(("1", null), (_computation.For(1), _computation.Progress));
        Assert.Null(_computation.For(2));
    }

    [Fact]
    public void Ensure_MoreRowsMeanwhile_LetsTheFirstFinish()
    {
        var gate = new TaskCompletionSource<string>();
        _computation.Ensure((1, 1), (_, _) => gate.Task);
        _computation.Ensure((1, 2), (_, _) => Task.FromResult("second"));
        gate.SetResult("first");
        Wait(() => _computation.Value == "first");
        _computation.Ensure((1, 2), (_, _) => Task.FromResult("second"));
        Wait(() => _computation.Value == "second");
    }

    [Fact]
    public void Ensure_AnotherModel_TakesItsPlace()
    {
        _computation.Ensure((1, 1), async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return "never";
        });
        _computation.Ensure((2, 1), (_, _) => Task.FromResult("second"));
        Wait(() => _computation.For(2) == "second");
    }

    [Fact]
    public void Ensure_AFailure_IsToldInWordsAndTriedAgain()
    {
        _computation.Ensure((1, 1), (_, _) => throw new StoreException("store", "is gone."));
        Wait(() => _computation.Problem is not null);
        Assert.StartsWith("The store cannot be read", _computation.Problem, StringComparison.Ordinal);
        _computation.Ensure((1, 1), (_, _) => Task.FromResult("back"));
        Wait(() => _computation.Value == "back");
        Assert.Null(_computation.Problem);
    }

    private static void Wait(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));
}
