/* tip.js - what stands at a point of a chart, beside the pointer. Nothing is only here: the tables
 * have every figure and every reason. */
import { element, styled } from "./dom.js";

const tip = element("div", { class: "tip", hidden: true, "aria-hidden": "true" });

function show(event, point, svg) {
    tip.replaceChildren(...point.lines.map((line, i) => element(i ? "div" : "strong", {}, line)));
    if (!tip.isConnected || tip.parentNode.hidden)
        document.body.append(tip);
    tip.hidden = false;
    const box = svg.getBoundingClientRect();
    const scale = box.width / svg.viewBox.baseVal.width;
    const left = Math.min(box.left + point.x * scale + 12, window.innerWidth - tip.offsetWidth - 8);
    const top = box.top + point.y * scale - tip.offsetHeight - 10;
    styled(tip, { left: `${Math.max(8, left)}px`, top: `${top > 4 ? top : event.clientY + 18}px` });
}

/* points: [{x, y, lines}] in the chart's own units. */
export function attachTip(svg, points) {
    const known = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
    if (known.length === 0)
        return svg;
    svg.addEventListener("pointermove", (event) => {
        const box = svg.getBoundingClientRect();
        const scale = svg.viewBox.baseVal.width / box.width;
        const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
        const away = (point) => Math.hypot(point.x - x, point.y - y);
        show(event, known.reduce((near, point) => (away(point) < away(near) ? point : near)), svg);
    });
    svg.addEventListener("pointerleave", () => (tip.hidden = true));
    return svg;
}
