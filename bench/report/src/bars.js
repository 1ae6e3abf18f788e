/* bars.js - figures as bars in a table: read by eye, by ear and in print alike. */
import { element, styled } from "./dom.js";
import { number, quantity, title, unitText } from "./format.js";
import { marker } from "./symbols.js";

const print = (share) => `${(100 * Math.min(Math.max(share, 0), 1)).toFixed(2)}%`;

const segment = (share, color, kind = "") =>
    styled(element("span", { class: `bar ${kind}` }), { width: print(share), "background-color": color });

const name = (model) => element("th", { scope: "row" }, marker(model), model.name);

/* One figure of all models at one point; missingReasons() belongs below. */
export function figureBars(scenario, figure, point, models) {
    const cells = models.map((model) => scenario.cell(point.label, model.name, figure.name));
    const most = Math.max(...cells.map(({ median }) => median ?? 0));
    const unit = unitText(figure.unit);
    return element("table", { class: "bars" },
        element("caption", {}, title(figure.title), unit && !title(figure.title).includes(unit) && ` (${unit})`),
        element("tbody", {}, models.map((model, i) => element("tr", {}, name(model),
            cells[i].median === null
                ? [element("td", {}), element("td", { class: "value missing", title: cells[i].note }, "n/a")]
                : [element("td", { class: "track" },
                       segment(most > 0 ? cells[i].median / most : 0, model.color)),
                   element("td", { class: "value" }, number(cells[i].median, figure.digits))]))));
}

/* Why some have no bar, each reason once. */
export function missingReasons(scenario, figures, point, models) {
    const reasons = new Map();
    for (const model of models)
        for (const figure of figures) {
            const { median, note } = scenario.cell(point.label, model.name, figure.name);
            if (median === null)
                reasons.set(note, (reasons.get(note) ?? new Set()).add(model.name));
        }
    return [...reasons].map(([note, names]) => element("p", { class: "gap" }, `${[...names].join(", ")}: ${note}`));
}

const columns = [
    ["syscalls", "system calls"], ["switches", "switches"], ["faults", "page faults"],
];

/* What a request (or a connection) is made of: user and system time, and what made the kernel work. */
export function anatomy(scenario, per, point, models) {
    const named = (prefix) => scenario.figures.find(({ name }) => name === `${prefix}_per_${per}`);
    const [total, user, system] = ["cpu_us", "cpu_user_us", "cpu_system_us"].map(named);
    const shown = columns.map(([prefix, words]) => [named(prefix), words]).filter(([figure]) => figure);
    const value = (model, figure) => scenario.cell(point.label, model.name, figure.name).median;
    const most = Math.max(...models.map((model) => (value(model, user) ?? 0) + (value(model, system) ?? 0)), 1e-9);
    const row = (model) => {
        const cells = [value(model, user), value(model, system)];
        if (cells.includes(null))
            return [element("td", { colspan: 4 + shown.length, class: "missing" }, "n/a: ",
                            scenario.cell(point.label, model.name, user.name).note)];
        return [
            element("td", { class: "track" }, segment(cells[0] / most, model.color),
                    segment(cells[1] / most, model.color, "pale")),
            element("td", { class: "value" }, quantity(cells[0], user)),
            element("td", { class: "value" }, quantity(cells[1], system)),
            element("td", { class: "value" }, total ? quantity(value(model, total), total) : ""),
            shown.map(([figure]) => element("td", { class: "value" }, number(value(model, figure), figure.digits))),
        ];
    };
    return element("table", { class: "bars anatomy" },
        element("thead", {}, element("tr", {}, ["model", "user, then system (pale)", "user", "system", "together",
            ...shown.map(([, words]) => words)].map((words) => element("th", { scope: "col" }, words)))),
        element("tbody", {}, models.map((model) => element("tr", {}, name(model), row(model)))));
}

export const hasAnatomy = (scenario, per) => ["cpu_user_us", "cpu_system_us"].every((prefix) =>
    scenario.figures.some(({ name }) => name === `${prefix}_per_${per}`));
