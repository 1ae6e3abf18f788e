/* compare.js - two runs beside each other: the ratio of every main figure, its interval, and what
 * may be said about it. */
import { dot, link, ruleX, text } from "@observablehq/plot";
import { readPairs, readSummary } from "./data.js";
import { element } from "./dom.js";
import { chart } from "./figure.js";
import { capital, quantity, short, times, title, withInterval } from "./format.js";
import { masthead } from "./head.js";
import { acrossAxis, draw, narrow } from "./plot.js";
import { symbolNamed } from "./symbols.js";
import { sortable } from "./table.js";

/* Pairs of figures that both runs have: [{pair, scenario, figure, model, a, b}]. */
function rowsOf(pairs, before, after) {
    return pairs.map((pair) => {
        const [left, right] = [before, after].map(({ scenarios }) => scenarios.find(({ name }) => name === pair.scenario));
        const figure = right?.figures.find(({ name }) => name === pair.figure);
        const model = after.models.find(({ name }) => name === pair.model);
        return left && figure && model && {
            pair, scenario: right, figure, model, a: left.cell(pair.point, pair.model, pair.figure),
            b: right.cell(pair.point, pair.model, pair.figure),
        };
    }).filter(Boolean);
}

const verdicts = ["faster", "slower", "same", "inconclusive"];
const better = { faster: "better", slower: "worse", same: "the same", inconclusive: "inconclusive" };

function counts(rows) {
    return verdicts.map((verdict) => [rows.filter(({ pair }) => pair.verdict === verdict).length, better[verdict]])
        .filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`).join(", ");
}

function answer(rows, before, after) {
    const machines = (summary) => JSON.stringify(summary.machine);
    return element("section", { class: "answer slide", id: "answer", "data-kicker": "The answer" },
        element("h2", {}, "The answer"),
        element("ul", {}, element("li", {}, `Of ${rows.length} figures that both runs have, ${after.title} is, against ${before.title}: ${counts(rows)}.`),
            rows.filter(({ pair }) => pair.verdict === "slower").slice(0, 6).map((row) => element("li", {},
                `Worse: ${row.model.name} in ${row.scenario.name} at ${row.pair.point}, ${title(row.figure.title)} ${sentence(row)}.`)),
            machines(before) !== machines(after) && element("li", { class: "alarm" },
                "The two runs were not made on the same machine, or not in the same way: what differs may be the machine.")));
}

const sentence = ({ pair, a, b, figure }) =>
    `from ${quantity(a.median, figure)} to ${quantity(b.median, figure)}` + (pair.ratio === null ? "" : ` (${times(pair.ratio)})`);

/* Ratios around 1, with what is known about each. */
function forest(rows, models) {
    const known = rows.filter(({ pair }) => pair.ratio > 0)
        .toSorted((a, b) => models.indexOf(a.model) - models.indexOf(b.model))
        .map((row) => ({ ...row, label: `${short(row.model.name, 10)}, ${short(row.pair.point, 12)}` }));
    const reach = Math.max(1.15, ...known.flatMap(({ pair }) => [pair.low, pair.high, pair.ratio])
        .filter((value) => value > 0).map((value) => Math.max(value, 1 / value)));
    const ticks = reach > 3 ? [0.1, 0.3, 1, 3, 10] : reach > 1.4 ? [0.5, 0.7, 1, 1.4, 2] : [0.8, 0.9, 1, 1.1, 1.25];
    return draw({
        width: narrow() ? 340 : 1000, height: 20 * known.length + 44, marginLeft: narrow() ? 120 : 160, marginRight: 20,
        marginTop: 10, marginBottom: 28, x: { type: "log", domain: [1 / reach, reach] },
        y: { type: "point", domain: known.map(({ label }) => label), padding: 0.6 },
        marks: [...acrossAxis(ticks.filter((ratio) => ratio >= 1 / reach && ratio <= reach), (ratio) => `${ratio}×`, true),
            ruleX([1], { stroke: "var(--ink)" }),
            text(known, { y: "label", text: "label", frameAnchor: "left", textAnchor: "end", dx: -8 }),
            link(known.filter(({ pair }) => pair.low > 0 && pair.high > 0), {
                y: "label", x1: (row) => row.pair.low, x2: (row) => row.pair.high,
                stroke: (row) => row.model.color, strokeWidth: 4, strokeOpacity: 0.35 }),
            ...known.map((row) => dot([row], { y: "label", x: row.pair.ratio, symbol: symbolNamed(row.model.symbol), r: 4,
                strokeWidth: 1.5, stroke: row.model.color,
                fill: ["faster", "slower"].includes(row.pair.verdict) ? row.model.color : "var(--paper)" }))],
    });
}

function table(scenario, rows, before, after) {
    const cells = (row) => [
        { sort: row.figure.title, node: element("td", {}, title(row.figure.title)) },
        { sort: row.scenario.points.findIndex(({ label }) => label === row.pair.point), node: element("td", {}, row.pair.point) },
        { sort: row.model.name, node: element("th", { scope: "row" }, row.model.name) },
        { sort: row.a.median, node: element("td", { class: "number" }, withInterval(row.a, row.figure)) },
        { sort: row.b.median, node: element("td", { class: "number" }, withInterval(row.b, row.figure)) },
        { sort: row.pair.ratio, node: element("td", { class: "number" }, row.pair.ratio === null ? "n/a" : times(row.pair.ratio),
            row.pair.low !== null && row.pair.high !== null && element("small", {}, `${times(row.pair.low)}–${times(row.pair.high)}`)) },
        { sort: row.pair.verdict, node: element("td", { class: `verdict ${row.pair.verdict}` }, better[row.pair.verdict] ?? row.pair.verdict,
            row.pair.why && element("small", {}, row.pair.why)) },
    ];
    return sortable(`${scenario.name}: both runs`, ["figure", "point", "model", before.title, after.title, "ratio", "verdict"],
                    rows.map((row) => ({ cells: cells(row) })));
}

function section(scenario, rows, before, after) {
    const figures = [...new Set(rows.map(({ figure }) => figure))];
    return element("section", { class: "scenario" }, element("p", { class: "tag" }, scenario.name),
        element("h2", {}, capital(scenario.question)),
        figures.map((figure) => {
            const own = rows.filter((row) => row.figure === figure);
            return chart({ kicker: capital(scenario.question), title: capital(title(figure.title)), finding: counts(own),
                           unit: `${after.title} as a multiple of ${before.title} · filled: a difference was found`,
                           described: own.map((row) => `${row.model.name} at ${row.pair.point} ${sentence(row)}`).join("; "),
                           make: () => forest(own, after.models) });
        }),
        table(scenario, rows, before, after));
}

export function comparePage(data) {
    const [before, after] = [readSummary(data.summary), readSummary(data.other)];
    const rows = rowsOf(readPairs(data.comparisons), before, after);
    document.title = `${before.title} and ${after.title} · echolab`;
    return [masthead([before, after], "Two runs, side by side"),
        element("main", {}, answer(rows, before, after),
            after.scenarios.map((scenario) => [scenario, rows.filter((row) => row.scenario === scenario)])
                .filter(([, own]) => own.length > 0).map(([scenario, own]) => section(scenario, own, before, after)),
            rows.length === 0 && element("p", { class: "gap" }, "The two runs have no figure in common."))];
}
