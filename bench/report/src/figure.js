/* figure.js - what every chart has: a title, a text alternative with its finding, and a place in the
 * slides. */
import { element, later } from "./dom.js";

let figures = 0;

/* `make` is called when there is time; until then the place is kept. `finding` is said under the
 * title; `described` goes on where the finding ends, for those who do not see the chart. */
export function chart({ kicker, title, unit, finding, described, make, image = true }) {
    const id = `figure-${++figures}`;
    const canvas = element("div", image
        ? { class: "canvas", role: "img", "aria-label": [title, finding, described].filter(Boolean).join(". ").slice(0, 1500) }
        : { class: "canvas" });
    later(() => canvas.append(make()));
    return element("figure", { class: "chart slide", id, "data-kicker": kicker, "data-finding": finding ?? "" },
        element("figcaption", {}, element("h3", {}, title), unit && element("p", { class: "unit" }, unit)), canvas);
}

/* How to read the small multiples, in the cell that the last of them leaves free. */
export function key(lines) {
    return element("div", { class: "panel key" }, element("div", { class: "panel-title" }, "How to read"),
        element("ul", {}, lines.map((line) => element("li", {}, line))));
}
