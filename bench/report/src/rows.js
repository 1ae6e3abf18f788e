/* rows.js - charts without a numeric axis: a panel for each point, a row for each model. */
import { dot, link, ruleY, text } from "@observablehq/plot";
import { element } from "./dom.js";
import { compact, short, tick, withInterval } from "./format.js";
import { acrossAxis, draw, extent, linearTicks, logTicks, narrow } from "./plot.js";
import { symbolNamed } from "./symbols.js";
import { attachTip } from "./tip.js";

const shown = (value, figure) => (figure.unit === "us" ? tick("us")(value) : compact(value));

function isFarRight({ median }, figure, [least, most]) {
    return figure.log ? Math.log(median / least) / Math.log(most / least) > 0.72
        : (median - least) / (most - least) > 0.72;
}

function marks(rows, figure, domain, room) {
    const measured = rows.filter(({ cell }) => cell.median !== null);
    const missing = rows.filter(({ cell }) => cell.median === null);
    const at = { y: "name", x: (row) => Math.max(row.cell.median, domain[0]) };
    return [
        ruleY(rows, { y: "name", stroke: "var(--rule)" }),
        text(rows, { y: "name", frameAnchor: "left", dx: -room + 2, textAnchor: "start", text: "name",
                     fill: (row) => row.model.color, fontWeight: 600 }),
        ...measured.map((row) => [
            link([row], { y: "name", x1: row.cell.low ?? row.cell.median, x2: row.cell.high ?? row.cell.median,
                          stroke: row.model.color, strokeWidth: 5, strokeOpacity: 0.3 }),
            dot([row], { ...at, symbol: symbolNamed(row.model.symbol), r: 4, stroke: row.model.color,
                         strokeWidth: 1.5, fill: row.cell.suspect ? "var(--paper)" : row.model.color })]).flat(),
        /* Beside the marker, on the side where there is room. */
        ...["start", "end"].map((textAnchor) => text(
            measured.filter((row) => (textAnchor === "end") === isFarRight(row.cell, figure, domain)),
            { y: "name", x: (row) => (textAnchor === "end" ? row.cell.low : row.cell.high) ?? row.cell.median,
              dx: textAnchor === "end" ? -9 : 9, textAnchor, text: (row) => shown(row.cell.median, figure),
              fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 4 })),
        text(missing, { y: "name", frameAnchor: "left", dx: 4, textAnchor: "start",
                        text: (row) => `n/a: ${short(row.cell.note, 44)}`, fill: "var(--soft)",
                        fontStyle: "italic", stroke: "var(--paper)", strokeWidth: 5 }),
    ];
}

function panel(scenario, figure, point, models, domain, wide) {
    const rows = models.map((model) => ({ model, name: short(model.name, 12),
                                          cell: scenario.cell(point.label, model.name, figure.name) }));
    const room = 66;
    const svg = draw({
        width: wide && !narrow() ? 640 : 300, height: 26 * rows.length + 34, marginLeft: room,
        marginRight: 22, marginTop: 12, marginBottom: 22,
        x: { type: figure.log ? "log" : "linear", domain }, y: { type: "point", domain: rows.map(({ name }) => name), padding: 0.6 },
        marks: [...acrossAxis(figure.log ? logTicks(domain) : linearTicks(domain), tick(figure.unit), true),
            ...marks(rows, figure, domain, room)],
    });
    attachTip(svg, rows.filter(({ cell }) => cell.median !== null).map((row) => ({
        x: svg.scaleOf("x")(Math.max(row.cell.median, domain[0])), y: svg.scaleOf("y")(row.name),
        lines: [`${row.model.name}, ${point.label}`, withInterval(row.cell, figure),
            row.cell.suspect ? `SUSPECT. ${row.cell.note}` : row.cell.note].filter(Boolean) })));
    return element("div", { class: "panel" },
        scenario.points.length > 1 && element("div", { class: "panel-title" }, point.label), svg);
}

export function rowPanels(scenario, figure, models, key) {
    const values = scenario.points.flatMap(({ label }) => models.flatMap(({ name }) => {
        const { median, low, high } = scenario.cell(label, name, figure.name);
        return [median, low, high];
    }));
    const domain = extent(values, figure.log);
    const wide = scenario.points.length === 1;
    return element("div", { class: wide ? "panels single" : "panels wide" },
        scenario.points.map((point) => panel(scenario, figure, point, models, domain, wide)), key);
}
