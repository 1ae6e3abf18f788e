/* glance.js - all scenarios on one screen: who is best, who ties, and how many times the best the
 * others are. One figure and one point of each scenario, which the head of its column names. */
import { element, styled } from "./dom.js";
import { mainFigures, ranking, tellingPoint } from "./data.js";
import { quantity, times, title } from "./format.js";
import { marker } from "./symbols.js";

function column(scenario, models) {
    const figure = mainFigures(scenario)[0];
    const point = figure && tellingPoint(scenario, figure, models);
    if (!point)
        return null;
    const entries = ranking(scenario, figure, point, models);
    return { scenario, figure, point, entries: new Map(entries.map((entry) => [entry.model, entry])) };
}

/* 1 is best, whether less or more is better. */
const factor = ({ ratio }, figure) => (figure.better === "higher" && ratio ? 1 / ratio : ratio);

function words(entry, figure) {
    if (entry.verdict === "best")
        return "best";
    const away = factor(entry, figure);
    return entry.verdict === "same" ? "tie" : away === null ? "" : times(away);
}

function cell({ figure, entries }, model) {
    const entry = entries.get(model);
    if (entry.cell.median === null)
        return element("td", { class: "missing", title: entry.cell.note },
                       element("span", { class: "factor" }, "n/a"), element("small", {}, entry.cell.note));
    const away = Math.log10(Math.max(factor(entry, figure) ?? 1, 1));
    const node = element("td", { class: `heat ${entry.verdict ?? ""}` },
        element("span", { class: "factor" }, words(entry, figure)),
        element("small", {}, quantity(entry.cell.median, figure), entry.cell.suspect && " ?"));
    return styled(node, { "--heat": `${Math.min(away / 1.5, 1) * 55}%` });
}

export function glance(summary) {
    const columns = summary.scenarios.map((scenario) => column(scenario, summary.models)).filter(Boolean);
    if (columns.length === 0)
        return null;
    return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "All scenarios at a glance" },
        element("table", { class: "glance" },
            element("caption", {}, "How many times the best, and the figure itself, where the models differ most. ",
                    "tie: the same as the best, by test; ?: made of suspect runs only. How many times: the median of ",
                    "the ratios inside the blocks, which need not be the quotient of the two figures."),
            element("thead", {}, element("tr", {}, element("td", {}),
                summary.models.map((model) => element("th", { scope: "col" }, marker(model), model.name)))),
            element("tbody", {}, columns.map((entry, i) => element("tr", {},
                element("th", { scope: "row" }, element("a", { href: `#${anchor(summary, entry.scenario)}` }, entry.scenario.name),
                        element("small", {}, title(entry.figure.title), entry.scenario.points.length > 1 && `, ${entry.point.label}`)),
                summary.models.map((model) => cell(entry, model)))))));
}

/* No string from results becomes an id. */
export const anchor = (summary, scenario) => `scenario-${summary.scenarios.indexOf(scenario) + 1}`;
