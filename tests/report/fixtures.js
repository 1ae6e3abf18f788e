/* fixtures.js - made-up results for the tests of the report: the same at every run.
 *
 *     node fixtures.js FOLDER      writes a folder for each, with a summary.json in it
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { hostile } from "./hostile.js";
import { models, scenarios } from "./shapes.js";

/* Marsaglia's xorshift: noise that is the same at every run. */
function noiseFrom(seed) {
    let state = seed;
    return () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state >>> 0) / 2 ** 32 - 0.5;
    };
}

const middle = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

const missing = (place, why) => ({
    ...place, runs: 0, median: null, low: null, high: null, min: null, max: null, values: [], blocks: [],
    suspect: false, note: why,
});

function makeCell(scenario, figure, point, index, [model], runs, noise) {
    const place = { point: point.label, model, figure: figure.name };
    const why = scenario.without?.(model, point.value);
    if (why)
        return missing(place, why);
    const scale = /latency|p99/.test(figure.name) ? 0.3 : figure.role === "why" ? 0.01 : 0.05;
    const values = Array.from({ length: runs }, () =>
        figure.at(model, point.value, index) * (1 + scale * noise()));
    const sorted = [...values].sort((a, b) => a - b);
    const edge = runs < 6 ? 0 : 1;
    const doubt = scenario.busy?.(model, point.value, figure.name);
    return {
        ...place, runs, median: middle(values), low: sorted[edge], high: sorted.at(-1 - edge),
        min: sorted[0], max: sorted.at(-1), values, blocks: values.map((_, block) => block + 1),
        suspect: Boolean(doubt), note: doubt ? `suspect: ${doubt}` : null,
    };
}

function makeComparison(figure, a, b) {
    const ratio = middle(a.values.map((value, block) => value / b.values[block]));
    const width = Math.max((a.high - a.low) / a.median, (b.high - b.low) / b.median) || 0;
    const [low, high] = [ratio * (1 - width), ratio * (1 + width)];
    const better = figure.better === "higher" ? ratio > 1 : ratio < 1;
    const apart = low > 1 || high < 1;
    const verdict = !Number.isFinite(ratio) ? "inconclusive"
        : apart && Math.abs(ratio - 1) > 0.02 ? (better ? "faster" : "slower")
            : width < 0.08 ? "same" : "inconclusive";
    return {
        point: a.point, figure: figure.name, a: a.model, b: b.model,
        ratio: Number.isFinite(ratio) ? ratio : null, low, high, p: apart ? 0.001 : 0.4,
        p_holm: apart ? 0.02 : 1, a12: apart ? (ratio > 1 ? 1 : 0) : 0.5, verdict,
        why: verdict === "inconclusive" ? "the interval is wider than what counts as the same" : "",
    };
}

function comparePairs(scenario, cells) {
    const list = [];
    for (const figure of scenario.figures.filter(({ role }) => role === "main"))
        for (const { label } of scenario.points) {
            const here = cells.filter((cell) =>
                cell.figure === figure.name && cell.point === label && cell.median !== null);
            here.forEach((a, i) =>
                here.slice(i + 1).forEach((b) => list.push(makeComparison(figure, a, b))));
        }
    return list;
}

/* Plain sentences: the real ones are computed in C, and tested there. */
function findSentence(scenario, cells) {
    const figure = scenario.figures.find(({ role }) => role === "main");
    const label = scenario.points.at(-1).label;
    const known = cells.filter((cell) =>
        cell.figure === figure.name && cell.point === label && cell.median !== null);
    known.sort((a, b) => (figure.better === "higher" ? b.median - a.median : a.median - b.median));
    const [first, last] = [known[0], known.at(-1)];
    const factor = (Math.max(first.median, last.median) / Math.min(first.median, last.median)).toFixed(1);
    return `At ${label}, ${first.model} is best in ${figure.title} (${first.median.toPrecision(3)}); ` +
        `${last.model} is ${factor} times away.`;
}

const ladder = [0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];

function makeSpectra(scenario, cells) {
    const p50 = cells.filter(({ figure, median }) => figure === "latency_p50_us" && median !== null);
    return p50.flatMap((cell) => ["corrected", "uncorrected"].map((kind) => ({
        point: cell.point, model: cell.model, kind, count: 91234,
        curve: ladder.map((q) => {
            const depth = Math.log10(1 / (1 - q));
            const tail = ["forking", "threaded"].includes(cell.model) ? 0.62 : 0.45;
            const hidden = kind === "corrected" ? 1 : 1 - 0.12 * Math.min(depth, 4);
            return [q, cell.median * 0.85 * 10 ** (tail * depth * hidden) / 1.2];
        }),
    })));
}

/* One run after another, as the runner would make them. */
function makeTimeline(list, runs, noise) {
    const timeline = [];
    let at = 0;
    for (let block = 1; block <= runs; block++)
        for (const scenario of list)
            for (const point of scenario.points)
                for (const [model] of [...models].sort(noise)) {
                    if (scenario.without?.(model, point.value))
                        continue;
                    const disturbed = noise() > 0.46;
                    const took = 0.8 + 0.2 * noise();
                    timeline.push({
                        order: timeline.length + 1, block, at_s: at, took_s: took, scenario: scenario.name,
                        point: point.label, model, verdict: disturbed ? "SUSPECT" : "VALID",
                        reasons: disturbed ? ["something else used more than 8 % of a CPU"] : [],
                        foreign_share: disturbed ? 0.08 + 0.3 * Math.abs(noise()) : 0.03 * Math.abs(noise()),
                        steal_share: 0, repeated: false, outcome: "measured",
                    });
                    at += took + 0.05;
                }
    return timeline;
}

function makeScenario(scenario, runs, noise) {
    const cells = scenario.figures.flatMap((figure) => scenario.points.flatMap((point, index) =>
        models.map((model) => makeCell(scenario, figure, point, index, model, runs, noise))));
    const { at, without, busy, spectra, ...rest } = scenario;
    return {
        primary: false, note: null, transport: "tcp", service: "echo", ...rest,
        figures: scenario.figures.map(({ at: _, ...figure }) => figure), cells,
        comparisons: comparePairs(scenario, cells), findings: [findSentence(scenario, cells)],
        percentiles: spectra ? makeSpectra(scenario, cells) : [],
    };
}

const frame = {
    schema: "echolab-summary-2", started: "2026-11-26T17:00:00Z", complete: true,
    interrupted: false,
    machine: {
        cpu: "AMD EPYC", kernel: "6.18.44", os: "Debian GNU/Linux 12 (bookworm)", cpus: 2,
        virtualisation: "kvm", memory_kib: 8142016, commit: "df90ebb",
        placement: "server on CPU 0, generator on CPU 1",
    },
    notes: ["No perf counters: perf_event_paranoid is 3, so system calls come from a tracepoint that is not there."],
    models: models.map(([name, idea]) => ({ name, idea, own: true, command: null, gate: "pass" })),
    noise: { cpu_us_per_request: 0.021 },
};

/* `few`: the points of each scenario that are kept. */
export function makeSummary({ title, effort = "default", runs = 7, seed = 1, few = 99, only = scenarios }) {
    const noise = noiseFrom(seed);
    const list = only.map((scenario) => ({ ...scenario, points: scenario.points.slice(-few) }));
    const made = list.map((scenario) => makeScenario(scenario, runs, noise));
    return {
        ...frame, title, effort, seed, scenarios: made, timeline: makeTimeline(list, runs, noise),
        answer: [
            "For many clients that are mostly asleep take epoll or libuv: their cost does not grow with those who sleep.",
            "With 64 busy clients select, poll and epoll tie; libuv costs 4 % more, threads 1.5 times and forking 2.0 times as much.",
            "Where requests block, take threads: 15 times the requests of a loop at 1 ms each.",
        ],
    };
}

const some = (...names) => scenarios.filter(({ name }) => names.includes(name));

export const fixtures = {
    sample: () => makeSummary({ title: "2026-11-26-sample" }),
    later: () => makeSummary({ title: "2026-11-27-later", seed: 77 }),
    quick: () => makeSummary({ title: "2026-11-26-quick", effort: "quick", runs: 5, few: 2 }),
    brief: () => makeSummary({ title: "2026-11-26-brief", runs: 5, few: 2, only: some("rate", "idle", "stall", "memory") }),
    laterBrief: () => makeSummary({ title: "2026-11-27-brief", runs: 5, seed: 77, few: 2, only: some("rate", "stall") }),
    hostile: () => hostile(makeSummary({ title: "hostile", few: 2, only: scenarios.slice(0, 3) })),
};

export function writeFixture(parent, name) {
    const folder = join(parent, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "summary.json"), JSON.stringify(fixtures[name]()));
    return folder;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
    Object.keys(fixtures).forEach((name) => console.log(writeFixture(process.argv[2], name)));
