namespace PoppyUniverse.Apps.Tests.Browser;

/// <summary>Contrast of text and ground as WCAG 2.2 defines it (1.4.3): at least 4.5 to 1, for large text 3 to 1.</summary>
internal static class Contrast
{
    /// <summary>Gives the visible texts of a page that cannot be read well, with their contrast.</summary>
    public const string Script =
        """
        () => {
            const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
            const rgba = color => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data];
            };
            const over = (top, ground) => top.slice(0, 3).map((c, i) => c * top[3] / 255 + ground[i] * (1 - top[3] / 255));
            const groundOf = element => {
                const layers = [];
                for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
                return layers.reverse().reduce((ground, layer) => over(layer, ground), rgba('Canvas'));
            };
            const luminance = color => color.slice(0, 3).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
            const poor = [];
            for (const element of document.querySelectorAll('body *')) {
                if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || !element.checkVisibility({ checkOpacity: true }) || element.closest('svg, option, .skip, :disabled')) continue;
                const style = getComputedStyle(element), ground = groundOf(element);
                const [a, b] = [luminance(over(rgba(style.color), ground)), luminance(ground)];
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
                if (ratio < (large ? 3 : 4.5)) poor.push(`${element.tagName} "${element.textContent.trim().slice(0, 30)}": ${ratio.toFixed(2)}`);
            }
            return poor;
        }
        """;
}
