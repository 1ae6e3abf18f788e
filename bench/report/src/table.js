/* table.js - every figure of a scenario, to be sorted by any column. Doubts and reasons are numbered
 * notes below, so that they are read by keyboard and in print as well as under the pointer. */
import { element } from "./dom.js";
import { mainFigures } from "./data.js";
import { number, times, title } from "./format.js";
import { marker } from "./symbols.js";

let tables = 0;

/* Numbers each different note once. */
function footnotes(prefix) {
    const numbers = new Map();
    return {
        mark: (note) => {
            if (!numbers.has(note))
                numbers.set(note, numbers.size + 1);
            const count = numbers.get(note);
            return element("a", { class: "note-mark", href: `#${prefix}-${count}`, title: note,
                                  "aria-label": `note ${count}: ${note}` }, `[${count}]`);
        },
        list: () => numbers.size > 0 && element("ol", { class: "notes" },
            [...numbers].map(([note, count]) => element("li", { id: `${prefix}-${count}` }, note))),
    };
}

function valueCell(cell, figure, notes) {
    if (cell.median === null)
        return { sort: null, node: element("td", { class: "number missing" }, "n/a ", notes.mark(cell.note)) };
    const interval = cell.low !== null && cell.high !== null &&
        `${number(cell.low, figure.digits)}–${number(cell.high, figure.digits)}`;
    return {
        sort: cell.median,
        node: element("td", { class: cell.suspect ? "number suspect" : "number" },
            number(cell.median, figure.digits), cell.suspect && element("abbr", { title: cell.note }, " SUSPECT"),
            cell.note && [" ", notes.mark(cell.note)], interval && element("small", {}, interval)),
    };
}

/* How it stands to the best at the same point, where pairs were compared. */
function standing(scenario, figure, point, model, models) {
    const known = models.map(({ name }) => scenario.cell(point.label, name, figure.name))
        .filter(({ median }) => median !== null);
    const better = (a, b) => (figure.better === "higher" ? a.median > b.median : a.median < b.median);
    const best = known.reduce((first, cell) => (!first || better(cell, first) ? cell : first), null);
    const own = scenario.cell(point.label, model.name, figure.name);
    if (!best || own.median === null)
        return { sort: null, node: element("td", {}, "") };
    const pair = scenario.pair(point.label, figure.name, model.name, best.model);
    const away = Math.max(own.median / best.median, best.median / own.median);
    const words = best.model === model.name ? (own.suspect ? "suspect" : "best")
        : !pair ? `${Number.isFinite(away) ? `${times(away)}, ` : ""}not compared`
            : pair.verdict === "same" ? `tie with ${best.model}`
                : `${pair.verdict}${pair.ratio === null ? "" : `, ${times(pair.ratio)}`}`;
    return {
        sort: own.median / best.median,
        node: element("td", { class: `verdict ${words === "best" ? "best" : pair?.verdict ?? ""}`,
                              title: pair?.why || null }, words),
    };
}

function order(a, b) {
    if (a === null || b === null)
        return (a === null) - (b === null);
    return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
}

/* Missing figures stay last, whichever way. */
function sortBy(rows, column, descending) {
    return [...rows].sort((a, b) => {
        const [x, y] = [a.cells[column].sort, b.cells[column].sort];
        return x === null || y === null || !descending ? order(x, y) : order(y, x);
    });
}

function header(words, column, state) {
    const cell = element("th", { scope: "col", "aria-sort": "none" });
    cell.append(element("button", { type: "button", click: () => state.sort(column, cell) }, words,
                        element("span", { class: "arrow", "aria-hidden": "true" })));
    return cell;
}

/* columns: words; rows: [{cells: [{sort, node}]}]. Sorted by nothing at first: as they come. */
export function sortable(caption, columns, rows) {
    const body = element("tbody", {});
    const fill = (list) => body.replaceChildren(
        ...list.map((row) => element("tr", {}, row.cells.map(({ node }) => node))));
    const state = {
        sort: (column, cell) => {
            const descending = cell.getAttribute("aria-sort") === "ascending";
            for (const other of cell.parentNode.children)
                other.setAttribute("aria-sort", "none");
            cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
            fill(sortBy(rows, column, descending));
        },
    };
    fill(rows);
    return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
        element("table", { class: "figures" }, element("caption", {}, caption),
            element("thead", {}, element("tr", {}, columns.map((words, i) => header(words, i, state)))), body));
}

/* A folded table of everything that a scenario has. */
export function fullTable(scenario, models) {
    const notes = footnotes(`note-${tables++}`);
    const main = mainFigures(scenario)[0];
    const rows = scenario.points.flatMap((point) => models.map((model) => ({ cells: [
        { sort: point.value, node: element("td", {}, point.label) },
        { sort: model.name, node: element("th", { scope: "row" }, marker(model), model.name) },
        ...scenario.figures.map((figure) =>
            valueCell(scenario.cell(point.label, model.name, figure.name), figure, notes)),
        ...(main ? [standing(scenario, main, point, model, models)] : []),
    ] })));
    const columns = [scenario.axis || "point", "model", ...scenario.figures.map((figure) => title(figure.title)),
        ...(main ? [`${title(main.title)} against the best`] : [])];
    const table = sortable(`${scenario.name}: every figure; the median, and its 95 % interval below`, columns, rows);
    return element("details", { class: "data", open: rows.length <= 7 },
        element("summary", {}, `All figures (${rows.length} rows)`), table, notes.list());
}
