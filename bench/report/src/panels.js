/* panels.js - small multiples along an axis: each model in its colour over the others in grey, on
 * the same scales. */
import { areaY, dot, line, ruleX, text } from "@observablehq/plot";
import { element } from "./dom.js";
import { compact, quantity, tick, withInterval } from "./format.js";
import { acrossAxis, draw, extent, linearTicks, logTicks, narrow, upAxis } from "./plot.js";
import { marker, symbolNamed } from "./symbols.js";
import { attachTip } from "./tip.js";

const tickLabel = (point) => (/^[\d,]+$/.test(point.label) ? compact(point.value) : point.label);

/* As wide as its column, so that type has the same size everywhere. */
const layouts = {
    beside: { width: 204, height: 158 }, full: { width: 272, height: 172 }, side: { width: 158, height: 122 },
    narrow: { width: 172, height: 138 },
};

/* Labels from the last to the first, without those that would touch their neighbour. */
function labelled(scenario, width) {
    const logarithmic = scenario.axisKind === "log";
    const place = ({ position }) => (logarithmic ? Math.log(position) : position);
    const [first, last] = [place(scenario.points[0]), place(scenario.points.at(-1))];
    let edge = Infinity;
    return scenario.points.toReversed().filter((point) => {
        const middle = (place(point) - first) / (last - first || 1) * (width - 56);
        const half = tickLabel(point).length * 3.1 + 2;
        if (middle + half > edge)
            return false;
        edge = middle - half;
        return true;
    });
}

function xAxis(scenario, width) {
    const shown = new Map(labelled(scenario, width).map((point) => [point.position, tickLabel(point)]));
    return acrossAxis(scenario.points.map(({ position }) => position), (position) => shown.get(position) ?? "");
}

function rowsOf(scenario, figure, models) {
    return models.flatMap((model) => scenario.points.map((point) => {
        const cell = scenario.cell(point.label, model.name, figure.name);
        return { model: model.name, x: point.position, label: point.label, y: cell.median ?? NaN,
                 low: cell.low ?? NaN, high: cell.high ?? NaN, cell };
    }));
}

/* The figure of the last point, written beside it, so that nobody has to look for the axis. */
function endLabel(own, figure, color) {
    const last = own.findLast(({ y }) => Number.isFinite(y));
    const alone = last === own[0];
    return text(last ? [last] : [], {
        x: "x", y: "y", text: (row) => (figure.unit === "us" ? tick("us")(row.y) : compact(row.y)),
        dy: -10, fill: color, fontWeight: 600, textAnchor: alone ? "start" : "end",
        dx: alone ? -4 : 4, stroke: "var(--paper)", strokeWidth: 4,
    });
}

function marks(own, others, figure, model) {
    const valid = own.filter(({ cell }) => !cell.suspect);
    const suspect = own.filter(({ cell, y }) => cell.suspect && Number.isFinite(y));
    const symbol = symbolNamed(model.symbol);
    return [
        line(others, { x: "x", y: "y", z: "model", stroke: "var(--others)", strokeWidth: 1 }),
        areaY(own, { x: "x", y1: "low", y2: "high", fill: model.color, fillOpacity: 0.2 }),
        ruleX(own, { x: "x", y1: "low", y2: "high", stroke: model.color, strokeOpacity: 0.6 }),
        line(own, { x: "x", y: "y", stroke: model.color, strokeWidth: 2 }),
        dot(valid, { x: "x", y: "y", symbol, r: 3.2, fill: model.color }),
        dot(suspect, { x: "x", y: "y", symbol, r: 3.2, fill: "var(--paper)", stroke: model.color, strokeWidth: 1.5 }),
        endLabel(own, figure, model.color),
    ];
}

/* Why points are missing, each reason once. */
function gaps(own, scenario) {
    const reasons = new Map();
    for (const { cell, label } of own)
        if (cell.median === null)
            reasons.set(cell.note, [...(reasons.get(cell.note) ?? []), label]);
    return [...reasons].map(([reason, labels]) => {
        const all = scenario.points.map(({ label }) => label);
        const where = labels.length === all.length ? "" : labels.length > 1 && labels.join() === all.slice(-labels.length).join()
            ? ` from ${labels[0]} on` : ` at ${labels.join(", ")}`;
        return `n/a${where}: ${reason}`;
    });
}

function tipLines(row, model, figure) {
    return [`${model.name}, ${row.label}`, withInterval(row.cell, figure),
        row.cell.suspect ? `SUSPECT. ${row.cell.note}` : row.cell.note].filter(Boolean);
}

function panel(scenario, figure, model, rows, scales, size) {
    const own = rows.filter((row) => row.model === model.name);
    const others = rows.filter((row) => row.model !== model.name);
    const svg = draw({
        ...size, marginLeft: 42, marginRight: 14, marginTop: 14, marginBottom: 24, x: scales.x, y: scales.y,
        marks: [upAxis(scales.ticks, tick(figure.unit)), xAxis(scenario, size.width), marks(own, others, figure, model)].flat(),
    });
    attachTip(svg, own.filter(({ y }) => Number.isFinite(y)).map((row) => ({
        x: svg.scaleOf("x")(row.x), y: svg.scaleOf("y")(row.y), lines: tipLines(row, model, figure) })));
    return element("div", { class: "panel" },
        element("div", { class: "panel-title" }, marker(model), model.name), svg,
        gaps(own, scenario).map((reason) => element("p", { class: "gap" }, reason)));
}

/* A panel for each model; the chart's key in the cell that is left. `layout`: see above. */
export function linePanels(scenario, figure, models, key, layout) {
    const rows = rowsOf(scenario, figure, models);
    const log = figure.log;
    const domain = extent(rows.flatMap(({ y, low, high }) => [y, low, high]).map((value) =>
        (Number.isFinite(value) ? value : null)), log);
    const positions = scenario.points.map(({ position }) => position);
    const scales = {
        x: { type: scenario.axisKind, domain: [Math.min(...positions), Math.max(...positions)] },
        y: { type: log ? "log" : "linear", domain },
        ticks: log ? logTicks(domain) : linearTicks(domain),
    };
    const size = narrow() ? layouts.narrow : layouts[layout];
    return element("div", { class: `panels ${layout}` },
        models.map((model) => panel(scenario, figure, model, rows, scales, size)), layout !== "side" && key);
}

/* In words, for those who do not see it. */
export function describeLines(scenario, figure, models) {
    return models.map((model) => {
        const known = scenario.points.map(({ label }) => scenario.cell(label, model.name, figure.name))
            .filter(({ median }) => median !== null);
        if (known.length === 0)
            return `${model.name}: not measured, ${scenario.cell(scenario.points[0]?.label, model.name, figure.name).note}.`;
        const [first, last] = [known[0], known.at(-1)];
        return first === last ? `${model.name}: ${quantity(first.median, figure)} at ${first.point}.`
            : `${model.name}: ${quantity(first.median, figure)} at ${first.point}, ` +
              `${quantity(last.median, figure)} at ${last.point}.`;
    }).join(" ");
}
