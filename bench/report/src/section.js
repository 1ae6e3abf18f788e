/* section.js - one scenario: its question, what was found, the charts, why, and every figure. */
import { anatomy, figureBars, hasAnatomy, missingReasons } from "./bars.js";
import { mainFigures, tellingPoint } from "./data.js";
import { element } from "./dom.js";
import { chart, key } from "./figure.js";
import { capital, title, unitText } from "./format.js";
import { anchor } from "./glance.js";
import { describeLines, linePanels } from "./panels.js";
import { rowPanels } from "./rows.js";
import { describeSpectra, spectra, spectrumPoints } from "./spectrum.js";
import { fullTable } from "./table.js";

const anyCurves = (scenario) => spectrumPoints(scenario).length > 0;

const direction = { lower: "less is better", higher: "more is better" };

function keyOf(scenario, figure, alongAxis, suspect) {
    return key([
        alongAxis ? "colour: the model; grey: the others" : "a row for each model",
        alongAxis && `across: ${scenario.axis}${scenario.axisKind === "log" ? ", in logarithms" : ""}`,
        `${alongAxis ? "up" : "across"}: ${title(figure.title)}${figure.log ? ", in logarithms" : ""}`,
        alongAxis ? "band: the 95 % interval of the median" : "pale bar: the 95 % interval of the median",
        suspect && "hollow marker: suspect runs only",
    ].filter(Boolean));
}

const anySuspect = (scenario, figure) =>
    scenario.cells.some((cell) => cell.suspect && cell.figure === figure.name);

function mainChart(scenario, figure, models, finding, layout) {
    const alongAxis = scenario.axisKind !== "category" && scenario.points.length > 1;
    const panels = alongAxis ? linePanels : rowPanels;
    const unit = unitText(figure.unit);
    return chart({
        kicker: capital(scenario.question), title: capital(title(figure.title)), finding,
        unit: [unit && !title(figure.title).includes(unit) && unit,
            scenario.points.length > 1 ? `by ${scenario.axis}` : `${scenario.points[0]?.label ?? ""} ${scenario.axis}`,
            direction[figure.better]].filter(Boolean).join(" · "),
        described: describeLines(scenario, figure, models),
        make: () => panels(scenario, figure, models,
                           keyOf(scenario, figure, alongAxis, anySuspect(scenario, figure)), layout),
    });
}

function whyBars(scenario, models) {
    const main = mainFigures(scenario)[0];
    const point = main && tellingPoint(scenario, main, models);
    const figures = scenario.figures.filter(({ role, name }) => role === "why" && !/^cpu_(user|system)_/.test(name));
    if (!point || figures.length === 0)
        return null;
    return element("aside", { class: "why slide", "data-kicker": capital(scenario.question) },
        element("h3", {}, "Why"),
        scenario.points.length > 1 && element("p", { class: "unit" }, `at ${point.label}`),
        figures.map((figure) => figureBars(scenario, figure, point, models)),
        missingReasons(scenario, figures, point, models));
}

function spectrumChart(scenario, models) {
    const points = spectrumPoints(scenario);
    let chosen = points.at(-1).label;
    const make = () => spectra(scenario, chosen, models, key([
        "across: the share of messages, in nines", "up: how long they took at most, in logarithms",
        "solid: counted from when a message was due (corrected)", "dashed: from when it was sent"]));
    const figure = chart({
        kicker: capital(scenario.question), title: "How long the slowest wait: percentile spectra",
        finding: `At ${chosen}`, described: describeSpectra(scenario, chosen, models), make,
    });
    const choose = element("select", { change: (event) => {
        chosen = points[event.target.selectedIndex].label;
        const canvas = figure.querySelector(".canvas");
        canvas.setAttribute("aria-label", `Percentile spectra at ${chosen}. ${describeSpectra(scenario, chosen, models)}`);
        canvas.replaceChildren(make());
    } }, points.map(({ label }) => element("option", { selected: label === chosen }, label)));
    figure.querySelector("figcaption").append(element("label", { class: "choose" }, `${capital(scenario.axis)}: `, choose));
    return figure;
}

function anatomyChart(scenario, per, models) {
    const system = scenario.figures.find(({ name }) => name === `cpu_system_us_per_${per}`);
    const point = tellingPoint(scenario, system, models);
    return point && chart({
        kicker: capital(scenario.question), title: `What a ${per} is made of`,
        unit: `CPU time of the server, at ${point.label}`, image: false,
        make: () => element("div", { class: "scroll", tabindex: 0, role: "region",
                                     "aria-label": `What a ${per} is made of` }, anatomy(scenario, per, point, models)),
    });
}

const findings = (scenario) => scenario.findings.length > 0 &&
    element("div", { class: "findings" }, scenario.findings.map((sentence) => element("p", {}, sentence)));

export function scenarioSection(summary, scenario) {
    const { models } = summary;
    const of = (role, layout) => scenario.figures.filter((figure) => figure.role === role)
        .map((figure) => mainChart(scenario, figure, models, null, layout));
    const bars = whyBars(scenario, models);
    const [main, ...more] = mainFigures(scenario);
    const first = main && mainChart(scenario, main, models, scenario.findings[0], bars ? "beside" : "full");
    const others = more.map((figure) => mainChart(scenario, figure, models, null, "full"));
    return element("section", { class: "scenario", id: anchor(summary, scenario) },
        element("p", { class: "tag" }, scenario.name, scenario.primary && element("span", {}, "primary"),
                scenario.transport === "udp" && element("span", {}, "udp")),
        element("h2", {}, capital(scenario.question) || scenario.name), findings(scenario),
        first ? element("div", { class: "with-why" }, first, bars)
            : element("p", { class: "gap" }, "There are no figures of this scenario."),
        scenario.points.length > 0 && [others, of("side", "side"),
            anyCurves(scenario) && spectrumChart(scenario, models),
            ["request", "connection"].filter((per) => hasAnatomy(scenario, per))
                .map((per) => anatomyChart(scenario, per, models))],
        scenario.note && element("p", { class: "remark" }, scenario.note),
        scenario.points.length > 0 && fullTable(scenario, models));
}
