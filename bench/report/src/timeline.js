/* timeline.js - the run as it went: who was measured when (interleaved, or not), whether figures
 * drifted, and what else the machine was busy with. */
import { areaY, dot, lineY, rect, ruleY, text } from "@observablehq/plot";
import { element } from "./dom.js";
import { mainFigures } from "./data.js";
import { short } from "./format.js";
import { acrossAxis, draw, linearTicks, narrow, upAxis } from "./plot.js";
import { attachTip } from "./tip.js";

const size = () => ({ width: narrow() ? 360 : 1080, marginLeft: 72, marginRight: 12 });

const clock = (seconds) => (seconds < 120 ? `${seconds} s` : `${Number((seconds / 60).toFixed(1))} min`);

const xAxis = ({ domain }) => acrossAxis(linearTicks(domain, narrow() ? 3 : 9), clock);

const names = (models) => text(models.map(({ name }) => short(name, 10)), {
    y: (name) => name, text: (name) => name, frameAnchor: "left", textAnchor: "end", dx: -8 });

function runTip(run) {
    return [`${run.scenario}, ${run.point}: ${run.model}`, `block ${run.block}, at ${run.at.toFixed(1)} s`,
        run.suspect && `SUSPECT: ${short(run.reasons.join("; "))}`,
        run.outcome !== "measured" && run.outcome].filter(Boolean);
}

function order(runs, models, x) {
    const known = runs.map((run) => ({ ...run, color: models.find(({ name }) => name === run.model)?.color ?? "var(--soft)",
                                       row: short(run.model, 10) }));
    const svg = draw({
        ...size(), height: 28 * models.length + 40, marginTop: 8, marginBottom: 24, x,
        y: { type: "band", domain: models.map(({ name }) => short(name, 10)), padding: 0.25 },
        marks: [...xAxis(x), names(models),
            rect(known, { x1: "at", x2: (run) => run.at + run.took, y: "row", fill: "color",
                          fillOpacity: (run) => (run.repeated ? 0.25 : 0.85) }),
            text(known.filter(({ suspect }) => suspect), { x: (run) => run.at + run.took / 2, y: "row", text: () => "▾",
                dy: -13, fill: "var(--alarm)", fontSize: 11 })],
    });
    const scale = svg.scaleOf("x");
    return attachTip(svg, known.map((run) => ({ x: scale(run.at + run.took / 2),
        y: svg.scaleOf("y")(run.row) + 8, lines: runTip(run) })));
}

function foreign(runs, x) {
    const known = runs.filter(({ foreign: share }) => share !== null);
    if (known.length === 0)
        return element("p", { class: "gap" }, "n/a: what else the machine was busy with was not recorded");
    const most = Math.max(0.12, ...known.map(({ foreign: share }) => share));
    const middle = (run) => run.at + run.took / 2;
    return draw({
        ...size(), height: 110, marginTop: 10, marginBottom: 24, x, y: { domain: [0, most] },
        marks: [...upAxis(linearTicks([0, most], 3), (share) => `${Math.round(share * 100)} %`), ...xAxis(x),
            areaY(known, { x: middle, y: "foreign", fill: "var(--soft)", fillOpacity: 0.3, curve: "step" }),
            lineY(known, { x: middle, y: "foreign", stroke: "var(--soft)", strokeWidth: 1, curve: "step" }),
            ruleY([0.08], { stroke: "var(--alarm)", strokeDasharray: "4 3" })],
    });
}

/* Each run's main figure, as a share of the median of the runs that it belongs with. */
function deviations(summary) {
    const started = new Map(summary.timeline.filter(({ repeated }) => !repeated)
        .map((run) => [[run.scenario, run.point, run.model, run.block].join("\u0000"), run]));
    return summary.scenarios.flatMap((scenario) => mainFigures(scenario).slice(0, 1).flatMap((figure) =>
        scenario.cells.filter((cell) => cell.figure === figure.name && cell.median > 0).flatMap((cell) =>
            cell.values.map((value, i) => {
                const run = started.get([scenario.name, cell.point, cell.model, cell.blocks[i]].join("\u0000"));
                return run && value !== null && { at: run.at, share: value / cell.median - 1, block: run.block };
            }).filter(Boolean))));
}

const middleOf = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

function drift(summary, x) {
    const all = deviations(summary);
    if (all.length === 0)
        return element("p", { class: "gap" }, "n/a: which runs made a figure was not recorded");
    const blocks = [...Map.groupBy(all, ({ block }) => block).values()].map((list) => ({
        from: Math.min(...list.map(({ at }) => at)), to: Math.max(...list.map(({ at }) => at)),
        share: middleOf(list.map(({ share }) => share)) }));
    return draw({
        ...size(), height: 150, marginTop: 10, marginBottom: 24, x, y: { domain: [-0.25, 0.25], clamp: true },
        marks: [...upAxis([-0.2, 0, 0.2], (share) =>
            `${share > 0 ? "+" : share < 0 ? "−" : ""}${Math.abs(Math.round(share * 100))} %`), ...xAxis(x),
            dot(all, { x: "at", y: "share", r: 1.4, fill: "var(--soft)", fillOpacity: 0.55 }),
            blocks.map((block) => lineY([[block.from, block.share], [block.to, block.share]],
                                        { stroke: "var(--accent)", strokeWidth: 3 }))].flat(),
    });
}

export function timeline(summary) {
    const x = { domain: [0, Math.max(1, ...summary.timeline.map(({ at, took }) => at + took))] };
    return element("div", { class: "timeline" },
        element("h4", {}, "Who was measured when"), order(summary.timeline, summary.models, x),
        element("h4", {}, "What else the machine was busy with, in CPUs (dashed: 8 %, above which a run is suspect)"),
        foreign(summary.timeline, x),
        element("h4", {}, "Drift: each run's main figure against the median of its kind; thick: the median of a block"),
        drift(summary, x));
}

export function describeTimeline({ timeline: runs }) {
    const suspect = runs.filter((run) => run.suspect).length;
    const blocks = new Set(runs.map(({ block }) => block)).size;
    const repeated = runs.filter((run) => run.repeated).length;
    return `${runs.length} runs in ${blocks} blocks, the models in turn; ${suspect} suspect` +
        (repeated ? `, ${repeated} of them made once more.` : ".");
}
