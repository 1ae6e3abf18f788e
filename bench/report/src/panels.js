/* panels.js - small multiples along an axis: each model in its colour over the others in grey, on
 * the same scales. */
import { areaY, axisX, axisY, dot, gridY, line, ruleX, text } from "@observablehq/plot";
import { element } from "./dom.js";
import { compact, quantity, tick, withInterval } from "./format.js";
import { draw, extent, logTicks, narrow } from "./plot.js";
import { marker, symbolNamed } from "./symbols.js";
import { attachTip } from "./tip.js";

const tickLabel = (point) => (/^[\d,]+$/.test(point.label) ? compact(point.value) : point.label);

function sizes() {
    return narrow() ? { width: 176, height: 138 } : { width: 216, height: 158 };
}

/* A tick for each point, unless they would touch: then every second one, with the last. */
function thinned(points) {
    const step = Math.ceil(points.length * Math.max(...points.map((point) => tickLabel(point).length)) / 24);
    return points.filter((_, i) => (points.length - 1 - i) % step === 0);
}

function xAxis(scenario) {
    const shown = thinned(scenario.points);
    return axisX(shown.map(({ position }) => position), {
        tickSize: 3, label: null,
        tickFormat: (position) => tickLabel(scenario.points.find((point) => point.position === position)),
    });
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
    return text(last ? [last] : [], {
        x: "x", y: "y", text: (row) => (figure.unit === "us" ? tick("us")(row.y) : compact(row.y)),
        dy: -10, fill: color, fontWeight: 600, textAnchor: "end", dx: 4, stroke: "var(--paper)", strokeWidth: 4,
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
    return [...reasons].map(([reason, labels]) => (labels.length === scenario.points.length
        ? `n/a: ${reason}` : `n/a at ${labels.join(", ")}: ${reason}`));
}

function tipLines(row, model, figure) {
    return [`${model.name}, ${row.label}`, withInterval(row.cell, figure),
        row.cell.suspect ? `SUSPECT. ${row.cell.note}` : row.cell.note].filter(Boolean);
}

function panel(scenario, figure, model, rows, scales) {
    const own = rows.filter((row) => row.model === model.name);
    const others = rows.filter((row) => row.model !== model.name);
    const svg = draw({
        ...sizes(), marginLeft: 42, marginRight: 14, marginTop: 12, marginBottom: 24, ...scales,
        marks: [
            gridY({ ticks: scales.ticks, stroke: "var(--rule)", strokeOpacity: 1 }),
            axisY({ ticks: scales.ticks, tickSize: 0, label: null, tickFormat: tick(figure.unit) }),
            xAxis(scenario), ...marks(own, others, figure, model),
        ],
    });
    attachTip(svg, own.filter(({ y }) => Number.isFinite(y)).map((row) => ({
        x: svg.scaleOf("x")(row.x), y: svg.scaleOf("y")(row.y), lines: tipLines(row, model, figure) })));
    return element("div", { class: "panel" },
        element("div", { class: "panel-title" }, marker(model), model.name), svg,
        gaps(own, scenario).map((reason) => element("p", { class: "gap" }, reason)));
}

/* A panel for each model; the chart's key in the cell that is left. */
export function linePanels(scenario, figure, models, key) {
    const rows = rowsOf(scenario, figure, models);
    const log = figure.log;
    const domain = extent(rows.flatMap(({ y, low, high }) => [y, low, high]).map((value) =>
        (Number.isFinite(value) ? value : null)), log);
    const positions = scenario.points.map(({ position }) => position);
    const scales = {
        x: { type: scenario.axisKind, domain: [Math.min(...positions), Math.max(...positions)] },
        y: { type: log ? "log" : "linear", domain },
        ticks: log ? logTicks(domain) : 4,
    };
    return element("div", { class: "panels" },
        models.map((model) => panel(scenario, figure, model, rows, scales)), key);
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
