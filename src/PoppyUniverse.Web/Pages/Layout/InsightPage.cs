using Microsoft.AspNetCore.Components;
using PoppyUniverse.Web.Pages.Insight;

namespace PoppyUniverse.Web.Pages.Layout;

/// <summary>A page that shows what is computed in the background, and renders again when that changes.</summary>
public abstract class InsightPage : ComponentBase, IDisposable
{
    private readonly List<Action> _endings = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var end in _endings)
            end();
        _endings.Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Renders again when a computation changes, until the page is left.</summary>
    private protected void Watch<T>(Computation<T> computation)
        where T : class
    {
        computation.Changed += Render;
        _endings.Add(() => computation.Changed -= Render);
    }

    /// <summary>Does something when the page is left.</summary>
    private protected void AtEnd(Action end) => _endings.Add(end);

    /// <summary>Renders again; from any thread.</summary>
    private protected void Render() => _ = InvokeAsync(StateHasChanged);
}
