/* data.js - what the page knows: summary.json, with everything that is not what it should be made
 * harmless. Behind this file a text is a string, a figure is a finite number or null, and what is
 * missing comes with a reason. */
import palette from "../palette.json";

const object = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
const list = (value) => (Array.isArray(value) ? value.map(object) : []);
const figureOf = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);

export const text = (value, otherwise = "") =>
    (typeof value === "string" ? value : typeof value === "number" ? String(value) : otherwise);

const texts = (value) =>
    (Array.isArray(value) ? value.map((entry) => text(entry)).filter((entry) => entry.trim()) : []);

/* Our models keep their colours, whatever else took part; strangers get the others in turn. */
function readModels(raw) {
    let strangers = 0;
    return list(raw).map((model) => {
        const name = text(model.name, "unnamed");
        const own = model.own !== false && Object.hasOwn(palette, name) && !name.startsWith("other");
        const key = own ? name : `other${strangers++ % 3 + 1}`;
        return {
            name, own, idea: text(model.idea), command: text(model.command), gate: text(model.gate),
            color: `var(--${key})`, symbol: palette[key].symbol,
            folder: own ? (name === "poll" ? "epoll" : name) : null,
        };
    });
}

function readFigure(figure) {
    return {
        name: text(figure.name), title: text(figure.title, text(figure.name)), unit: text(figure.unit, "1"),
        digits: Math.min(Math.max(figureOf(figure.digits) ?? 2, 0), 6), better: text(figure.better, "none"),
        role: text(figure.role, "side"), log: typeof figure.log === "boolean" ? figure.log : null,
    };
}

function readCell(cell) {
    const [median, low, high] = [cell.median, cell.low, cell.high].map(figureOf);
    return {
        point: text(cell.point), model: text(cell.model), figure: text(cell.figure), median,
        low: median === null ? null : low, high: median === null ? null : high,
        runs: figureOf(cell.runs) ?? 0, suspect: cell.suspect === true,
        note: text(cell.note) || (median === null ? "no reason is given" : ""),
        values: Array.isArray(cell.values) ? cell.values.map(figureOf) : [],
        blocks: Array.isArray(cell.blocks) ? cell.blocks.map(figureOf) : [],
    };
}

const join = (...parts) => parts.join("\u0000");

function unknown(point, model, figure) {
    return { point, model, figure, median: null, low: null, high: null, runs: 0, suspect: false,
             note: "it was not measured", values: [], blocks: [] };
}

function readPoints(raw, axisKind) {
    const points = list(raw).map((point, index) =>
        ({ label: text(point.label, `${index + 1}`), value: figureOf(point.value) ?? index, index }));
    const positive = points.map(({ value }) => value).filter((value) => value > 0);
    const least = Math.min(...positive);
    /* A log axis has no zero: it stands a step below the least, and its tick says 0. */
    for (const point of points)
        point.position = axisKind === "log" && point.value <= 0 ? least / 4 : point.value;
    return points;
}

function readPair(pair) {
    return {
        point: text(pair.point), figure: text(pair.figure), a: text(pair.a), b: text(pair.b),
        model: text(pair.model), scenario: text(pair.scenario),
        ratio: figureOf(pair.ratio), low: figureOf(pair.low), high: figureOf(pair.high),
        p: figureOf(pair.p_holm) ?? figureOf(pair.p), verdict: text(pair.verdict, "inconclusive"),
        why: text(pair.why),
    };
}

function readCurve(curve) {
    const steps = Array.isArray(curve.curve) ? curve.curve : [];
    return {
        point: text(curve.point), model: text(curve.model), kind: text(curve.kind),
        steps: steps.map((step) => [figureOf(step?.[0]), figureOf(step?.[1])])
            .filter(([q, us]) => q !== null && q >= 0 && q < 1 && us > 0),
    };
}

/* Where nobody says, an axis is logarithmic if the values differ by more than 20 times. */
function settleAxes(figures, cells) {
    for (const figure of figures.filter(({ log }) => log === null)) {
        const values = [...cells.values()].filter((cell) => cell.figure === figure.name && cell.median !== null)
            .map(({ median }) => median);
        figure.log = values.length > 0 && Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > 20;
    }
    return figures;
}

function readScenario(raw) {
    const axisKind = ["log", "linear"].includes(raw.axis_kind) ? raw.axis_kind : "category";
    const cells = new Map(list(raw.cells).map(readCell)
        .map((cell) => [join(cell.point, cell.model, cell.figure), cell]));
    const pairs = new Map(list(raw.comparisons).map(readPair)
        .map((pair) => [join(pair.point, pair.figure, pair.a, pair.b), pair]));
    return {
        name: text(raw.name, "unnamed"), question: text(raw.question), axis: text(raw.axis), axisKind,
        primary: raw.primary === true, note: text(raw.note), transport: text(raw.transport),
        figures: settleAxes(list(raw.figures).map(readFigure), cells), points: readPoints(raw.points, axisKind),
        cells: [...cells.values()], findings: texts(raw.findings),
        curves: list(raw.percentiles).map(readCurve).filter(({ steps }) => steps.length > 1),
        cell: (point, model, figure) =>
            cells.get(join(point, model, figure)) ?? unknown(point, model, figure),
        /* Of a against b; null if nobody has compared them. */
        pair: (point, figure, a, b) => pairs.get(join(point, figure, a, b)) ??
            turned(pairs.get(join(point, figure, b, a))),
    };
}

function turned(pair) {
    if (!pair)
        return null;
    const verdict = { faster: "slower", slower: "faster" }[pair.verdict] ?? pair.verdict;
    const inverse = (value) => (value ? 1 / value : null);
    return { ...pair, a: pair.b, b: pair.a, ratio: inverse(pair.ratio), low: inverse(pair.high),
             high: inverse(pair.low), verdict };
}

function readRun(run) {
    return {
        at: figureOf(run.at_s), took: figureOf(run.took_s), block: figureOf(run.block),
        scenario: text(run.scenario), point: text(run.point), model: text(run.model),
        suspect: text(run.verdict) === "SUSPECT", reasons: texts(run.reasons),
        foreign: figureOf(run.foreign_share), steal: figureOf(run.steal_share),
        repeated: run.repeated === true, outcome: text(run.outcome),
    };
}

export function readSummary(raw) {
    const summary = object(raw);
    return {
        title: text(summary.title, "unnamed"), started: text(summary.started), effort: text(summary.effort),
        seed: text(summary.seed), commit: text(object(summary.machine).commit), complete: summary.complete !== false,
        interrupted: summary.interrupted === true, notes: texts(summary.notes),
        machine: Object.entries(object(summary.machine)).map(([key, value]) => [key, text(value)])
            .filter(([, value]) => value),
        models: readModels(summary.models), answer: texts(summary.answer),
        scenarios: list(summary.scenarios).filter((scenario) => Object.keys(scenario).length)
            .map(readScenario),
        noise: object(summary.noise), calibrated: Object.keys(object(summary.noise)).length > 0,
        timeline: list(summary.timeline).map(readRun).filter(({ at, took }) => at !== null && took !== null),
    };
}

export const readPairs = (raw) => list(raw).map(readPair);
export const mainFigures = (scenario) => scenario.figures.filter(({ role }) => role === "main");

/* The point at which the models differ most in this figure, of those that all but one of them have
 * reached; among equals the last. Null if nobody has the figure. */
export function tellingPoint(scenario, figure, models) {
    const known = scenario.points.map((point) => {
        const values = models.map(({ name }) => scenario.cell(point.label, name, figure.name).median)
            .filter((value) => value !== null);
        const least = Math.min(...values.filter((value) => value > 0));
        return { point, count: values.length, spread: Math.max(...values) / least || 1 };
    });
    const most = Math.max(1, ...known.map(({ count }) => count));
    const reached = known.filter(({ count }) => count >= Math.max(1, most - 1));
    const widest = Math.max(...reached.map(({ spread }) => (Number.isFinite(spread) ? spread : 1)));
    return reached.findLast(({ spread }) => spread >= widest * 0.95)?.point ?? null;
}

/* Who is best there, and how far the others are: [{model, cell, ratio, verdict}], best first. By
 * suspect runs nobody is best. The ratio is the one that was compared, which was formed inside blocks;
 * of what nobody compared it is that of the medians. */
export function ranking(scenario, figure, point, models) {
    const known = models.map((model) => ({ model, cell: scenario.cell(point.label, model.name, figure.name) }));
    const measured = known.filter(({ cell }) => cell.median !== null);
    measured.sort((a, b) => (a.cell.median - b.cell.median) * (figure.better === "higher" ? -1 : 1));
    const best = measured[0];
    const beatsSomebody = Boolean(best) && !best.cell.suspect && measured.some(other => other !== best
        && ["faster", "slower"].includes(scenario.pair(point.label, figure.name, other.model.name, best.model.name)?.verdict));
    return [...measured, ...known.filter(({ cell }) => cell.median === null)].map((entry) => {
        const pair = best && entry !== best
            ? scenario.pair(point.label, figure.name, entry.model.name, best.model.name) : null;
        return {
            ...entry,
            ratio: pair?.ratio ??
                (best?.cell.median > 0 && entry.cell.median !== null ? entry.cell.median / best.cell.median : null),
            verdict: entry === best ? (beatsSomebody ? "best" : null) : pair?.verdict ?? null,
        };
    });
}
