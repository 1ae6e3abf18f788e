/* head.js - the parts of the page that stand before the scenarios. */
import { element } from "./dom.js";
import { glance, anchor } from "./glance.js";
import { capital, number } from "./format.js";
import { startSlides } from "./slides.js";
import { marker } from "./symbols.js";
import { themeButton } from "./theme.js";

const when = (started) => {
    const date = new Date(started);
    return Number.isNaN(date.getTime()) ? started
        : date.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }) + " UTC";
};

export function masthead(summaries, subtitle) {
    return element("header", { class: "masthead" },
        element("p", { class: "brand" }, "echolab"),
        element("div", { class: "controls" }, themeButton(),
            element("button", { type: "button", class: "start-slides", click: startSlides }, "Slides"),
            element("button", { type: "button", click: () => window.print() }, "Print")),
        element("h1", {}, subtitle),
        summaries.map((summary) => element("p", { class: "dateline" }, element("strong", {}, summary.title),
            [when(summary.started), summary.effort && `${summary.effort} run`, summary.commit && `commit ${summary.commit}`]
                .filter(Boolean).map((part) => ` · ${part}`),
            (summary.interrupted || !summary.complete) &&
                element("strong", { class: "alarm" }, " · interrupted: what was done is shown"))));
}

export function answerSection(summary) {
    return element("section", { class: "answer slide", id: "answer", "data-kicker": "The answer" },
        element("h2", {}, "The answer"),
        summary.answer.length > 0
            ? element("ul", {}, summary.answer.map((sentence) => element("li", {}, sentence)))
            : element("p", { class: "gap" }, "These results allow no answer."));
}

export function glanceSection(summary) {
    const table = glance(summary);
    return table && element("section", { class: "slide", id: "glance", "data-kicker": "At a glance" },
        element("h2", {}, "At a glance"), table);
}

function modelEntry(model, base) {
    const folder = base !== null && model.folder
        ? element("a", { href: `${base}${model.folder}/README.md` }, `${model.folder}/`)
        : model.folder && element("span", { class: "soft" }, `${model.folder}/`);
    const failed = model.gate.startsWith("fail");
    return element("li", {}, marker(model), element("strong", {}, model.name), " ", model.idea, " ", folder,
        model.command && element("code", {}, model.command),
        failed && element("span", { class: "alarm" }, ` not measured: ${model.gate}`));
}

/* `base`: where the folders of the models are, seen from the page; null if they are not there. */
export function modelSection(summary, base) {
    return element("section", { class: "slide", id: "models", "data-kicker": "Who takes part" },
        element("h2", {}, "The models"),
        element("ul", { class: "models" }, summary.models.map((model) => modelEntry(model, base))));
}

const machineWords = { cpu: "CPU", cpus: "CPUs", os: "system", memory_kib: "memory" };

function machineValue([key, value]) {
    const kib = key === "memory_kib" ? Number(value) : NaN;
    return Number.isFinite(kib) ? `${number(kib / 1048576, 1)} GiB` : value;
}

function machine(summary) {
    return element("div", {}, element("h3", {}, "The machine"),
        element("dl", {}, summary.machine.map((entry) => [
            element("dt", {}, machineWords[entry[0]] ?? capital(entry[0].replaceAll("_", " "))),
            element("dd", {}, machineValue(entry))]),
            summary.seed && [element("dt", {}, "Seed"), element("dd", {}, summary.seed)]));
}

const reading = [
    ["A cost, not a rate", "CPU time per request is the server's, with all its processes and threads. A rate measures the client as much."],
    ["Medians of runs", "Each figure is the median of several short runs, each with a fresh server, the models in turn. Bands and small figures are its 95 % interval."],
    ["Ties are ties", "Models are compared pair by pair. Where the data cannot carry a difference, the page says tie or inconclusive."],
    ["Suspect", "A run in doubt is left out while others are there. A figure made of such runs only has a hollow marker, the word SUSPECT, and the reason."],
    ["n/a", "Nothing was measured, and the reason stands beside it. It is never a zero."],
];

export function contextSection(summary) {
    return element("section", { id: "context", class: "context" },
        element("h2", {}, "What was measured, and how to read it"),
        element("div", { class: "columns" }, machine(summary),
            element("div", {}, element("h3", {}, "How to read this"),
                element("ul", { class: "reading" }, reading.map(([term, words]) =>
                    element("li", {}, element("strong", {}, term), ". ", words)),
                    element("li", {}, element("strong", {}, "Noise"), ". ", summary.calibrated
                        ? "This machine was calibrated: a model was compared with itself, and less than that is the same."
                        : "This machine was not calibrated, so small differences deserve a second look.")))),
        summary.notes.length > 0 && element("div", { class: "missing-here" },
            element("h3", {}, "What is missing on this machine"),
            element("ul", {}, summary.notes.map((note) => element("li", {}, note)))));
}

export function contents(summary) {
    return element("nav", { class: "contents", "aria-label": "Scenarios" },
        element("a", { href: "#answer" }, "answer"),
        summary.scenarios.map((scenario) => element("a", { href: `#${anchor(summary, scenario)}` }, scenario.name)),
        summary.timeline.length > 0 && element("a", { href: "#timeline" }, "the run"));
}
