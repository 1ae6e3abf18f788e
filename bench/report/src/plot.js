/* plot.js - Observable Plot under a policy that lets no style element through: what Plot would put
 * there stands in style.css, and sizes follow the page instead of pixels. */
import { gridX, gridY, plot, text } from "@observablehq/plot";

/* Grid lines across, each with its value. Plot's own axes drop labels between powers of ten. */
export function upAxis(ticks, format) {
    return [gridY(ticks, { stroke: "var(--rule)", strokeOpacity: 1 }),
        text(ticks, { y: (value) => value, text: format, frameAnchor: "left", textAnchor: "end", dx: -6 })];
}

export function acrossAxis(ticks, format, grid = false) {
    const label = text(ticks, { x: (value) => value, text: format, frameAnchor: "bottom", lineAnchor: "top", dy: 8 });
    return grid ? [gridX(ticks, { stroke: "var(--rule)", strokeOpacity: 1 }), label]
        : [text(ticks, { x: (value) => value, text: () => "|", frameAnchor: "bottom", fontSize: 4, dy: 5, fill: "var(--soft)" }), label];
}

/* Numbers on charts are drawn for this width; CSS scales them to what there is. */
export const narrow = () => window.innerWidth < 640;

export function draw(options) {
    const svg = plot({ className: "plot", axis: null, ...options });
    svg.querySelectorAll("style").forEach((style) => style.remove());
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    svg.setAttribute("aria-hidden", "true");
    svg.scaleOf = (name) => svg.scale(name).apply;
    return svg;
}

/* Where the axis begins and ends, for all who share it: costs from zero, logarithms from whole steps. */
export function extent(values, log) {
    const known = values.filter((value) => value !== null && (!log || value > 0));
    if (known.length === 0)
        return log ? [1, 10] : [0, 1];
    const [least, most] = [Math.min(...known), Math.max(...known)];
    if (!log)
        return [Math.min(0, least), most > 0 ? most * 1.06 : 1];
    return [least / 1.25, most * 1.25];
}

/* Round numbers between, about as many as asked for. */
export function linearTicks([least, most], wanted = 4) {
    const rough = (most - least) / wanted;
    const unit = 10 ** Math.floor(Math.log10(rough));
    const step = unit * ([1, 2, 5].find((factor) => factor * unit >= rough * 0.8) ?? 10);
    const first = Math.ceil(least / step - 1e-9);
    return Array.from({ length: Math.floor(most / step + 1e-9) - first + 1 }, (_, i) =>
        Number(((first + i) * step).toPrecision(12)));
}

/* Few round numbers between: powers of ten, with 2 and 5 between them where they are few. */
export function logTicks([least, most]) {
    const ticks = (steps) => {
        const list = [];
        for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); power++)
            for (const step of steps)
                list.push(step * 10 ** power);
        return list.filter((value) => value >= least && value <= most);
    };
    const tens = ticks([1]);
    if (tens.length >= 3)
        return tens.filter((_, i) => i % Math.ceil(tens.length / 5) === 0);
    return tens.length === 2 ? ticks([1, 3]) : ticks([1, 2, 5]);
}
