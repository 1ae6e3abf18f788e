/* plot.js - Observable Plot under a policy that lets no style element through: what Plot would put
 * there stands in style.css, and sizes follow the page instead of pixels. */
import { plot } from "@observablehq/plot";

/* Numbers on charts are drawn for this width; CSS scales them to what there is. */
export const narrow = () => window.innerWidth < 640;

export function draw(options) {
    const svg = plot({ className: "plot", ...options });
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
