/* spectrum.js - latency as percentile spectra: as far to the right as the promise has nines.
 * Corrected counts from when a message was due; uncorrected, dashed, from when it was sent. */
import { line } from "@observablehq/plot";
import { element } from "./dom.js";
import { tick } from "./format.js";
import { acrossAxis, draw, extent, logTicks, narrow, upAxis } from "./plot.js";
import { marker } from "./symbols.js";
import { attachTip } from "./tip.js";

const nines = (q) => 1 / (1 - q);
const percent = (q) => `${Number((q * 100).toPrecision(6))} %`;
const levels = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999];

const rowsOf = (curves) => curves.flatMap(({ model, kind, steps }) =>
    steps.map(([q, us]) => ({ model, kind, q, x: nines(q), y: us })));

function panel(model, rows, scales) {
    const own = rows.filter((row) => row.model === model.name);
    const others = rows.filter((row) => row.model !== model.name && row.kind === "corrected");
    const of = (kind) => own.filter((row) => row.kind === kind);
    const at = { x: "x", y: "y", stroke: model.color };
    const svg = draw({
        width: narrow() ? 172 : 272, height: narrow() ? 150 : 184, marginLeft: 42, marginRight: 16,
        marginTop: 10, marginBottom: 24, x: scales.x, y: scales.y,
        marks: [
            ...upAxis(scales.ticks, tick("us")),
            ...acrossAxis(scales.levels.map(nines), (x) => percent(1 - 1 / x)),
            line(others, { x: "x", y: "y", z: "model", stroke: "var(--others)", strokeWidth: 1 }),
            line(of("uncorrected"), { ...at, strokeWidth: 1.5, strokeDasharray: "3 3" }),
            line(of("corrected"), { ...at, strokeWidth: 2.2 }),
        ],
    });
    attachTip(svg, own.map((row) => ({ x: svg.scaleOf("x")(row.x), y: svg.scaleOf("y")(row.y), lines: [
        `${model.name}, ${percent(row.q)}`, `at most ${tick("us")(row.y)} (${row.kind})`] })));
    return element("div", { class: "panel" },
        element("div", { class: "panel-title" }, marker(model), model.name), svg,
        own.length === 0 && element("p", { class: "gap" }, "n/a: no latency was recorded here"));
}

/* All models at one point. */
export function spectra(scenario, point, models, key) {
    const rows = rowsOf(scenario.curves.filter((curve) => curve.point === point));
    const most = Math.max(2, ...rows.map(({ x }) => x));
    const least = Math.min(2, ...rows.map(({ x }) => x));
    const domain = extent(rows.map(({ y }) => y), true);
    const scales = {
        x: { type: "log", domain: [least, most] }, y: { type: "log", domain }, ticks: logTicks(domain),
        levels: levels.filter((q) => nines(q) <= most * 1.001)
            .filter((_, i, all) => all.length < 4 || !narrow() || (all.length - 1 - i) % 2 === 0),
    };
    return element("div", { class: "panels" }, models.map((model) => panel(model, rows, scales)), key);
}

export const spectrumPoints = (scenario) =>
    scenario.points.filter(({ label }) => scenario.curves.some(({ point }) => point === label));

export function describeSpectra(scenario, point, models) {
    const at = (steps, wanted) => steps.find(([q]) => q >= wanted);
    return models.map(({ name }) => {
        const curve = scenario.curves.find((entry) =>
            entry.point === point && entry.model === name && entry.kind === "corrected");
        if (!curve)
            return `${name}: not recorded.`;
        return `${name}: ` + [0.5, 0.99, 0.999].map((q) => at(curve.steps, q)).filter(Boolean)
            .map(([q, us]) => `${percent(q)} within ${tick("us")(us)}`).join(", ") + ".";
    }).join(" ");
}
