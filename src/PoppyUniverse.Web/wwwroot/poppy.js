// What needs no answer of the server: pointing at cells, walking through maps with the arrow keys, loading anew.
(() => {
    const say = element => {
        const grid = element.closest("[data-grid]");
        const output = grid && grid.querySelector("[data-said]");
        if (output) output.textContent = element.getAttribute("aria-label") || element.dataset.say || "";
    };
    const cellOf = target => target instanceof Element ? target.closest("[data-row], [data-say]") : null;

    document.addEventListener("pointerover", event => { const cell = cellOf(event.target); if (cell) say(cell); });
    document.addEventListener("focusin", event => {
        const cell = event.target instanceof Element && event.target.closest("[data-row]");
        if (cell) say(cell);
    });
    document.addEventListener("keydown", event => {
        const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
        const cell = step && document.activeElement && document.activeElement.closest("[data-row]");
        if (!cell) return;
        const grid = cell.closest("[data-grid]");
        const find = (row, column) => grid.querySelector(`[data-row="${row}"][data-column="${column}"]`);
        const row = Number(cell.dataset.row), column = Number(cell.dataset.column);
        // a map of one row is walked through with all four keys
        const next = find(row + step[0], column + step[1]) || (find(1, 0) ? null : find(0, column + step[0]));
        event.preventDefault();
        if (!next) return;
        cell.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
    });

    document.addEventListener("click", event => {
        if (event.target instanceof Element && event.target.closest(".skip")) {
            event.preventDefault();
            document.getElementById("content").focus();
        }
        if (event.target instanceof Element && event.target.closest("[data-reload]")) location.reload();
    });

    // after Blazor has given up, the page comes back as soon as the server does
    const overlay = document.getElementById("components-reconnect-modal");
    let waiting = null;
    const comeBack = async () => {
        try {
            if ((await fetch("health/live", { cache: "no-store" })).ok) location.reload();
        } catch { /* still away */ }
    };
    const watch = () => {
        const gone = overlay.classList.contains("components-reconnect-failed") || overlay.classList.contains("components-reconnect-rejected");
        if (gone && !waiting) waiting = setInterval(comeBack, 2000);
        if (!gone && waiting) { clearInterval(waiting); waiting = null; }
    };
    if (overlay) new MutationObserver(watch).observe(overlay, { attributes: true, attributeFilter: ["class"] });
})();
