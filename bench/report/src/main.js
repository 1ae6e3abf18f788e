/* main.js - from the data in the page to the page. */
import { comparePage } from "./compare.js";
import { readSummary } from "./data.js";
import { element, everythingNow } from "./dom.js";
import { chart } from "./figure.js";
import { answerSection, contents, contextSection, glanceSection, masthead, modelSection } from "./head.js";
import { scenarioSection } from "./section.js";
import { startSlides, wanted } from "./slides.js";
import { describeTimeline, timeline } from "./timeline.js";

function timelineSection(summary) {
    return summary.timeline.length > 0 && element("section", { id: "timeline" },
        element("h2", {}, "The run, from beginning to end"),
        element("div", { class: "findings" }, element("p", {}, describeTimeline(summary))),
        chart({ kicker: "The run, from beginning to end", title: "Order, foreign load and drift",
                described: describeTimeline(summary), make: () => timeline(summary) }));
}

/* Only what leads from the page to the folders of the models. */
const baseOf = (links) => (typeof links === "string" && /^(\.\.\/)+$/.test(links) ? links : null);

function runPage(data) {
    const summary = readSummary(data.summary);
    document.title = `${summary.title} · echolab`;
    return [
        masthead([summary], "Seven ways to serve many clients, and what each of them costs"),
        contents(summary),
        element("main", {}, answerSection(summary), glanceSection(summary), modelSection(summary, baseOf(data.links)),
            contextSection(summary), summary.scenarios.map((scenario) => scenarioSection(summary, scenario)),
            timelineSection(summary)),
    ];
}

function start() {
    const page = document.getElementById("page");
    const data = JSON.parse(document.getElementById("data").textContent);
    page.replaceChildren(...(data.kind === "compare" ? comparePage(data) : runPage(data)).filter(Boolean),
        element("footer", {}, "Made by ", element("code", {}, `echo-bench ${data.version ?? ""}`),
                " from the files in its folder and from nothing else. Everything is in this page: it asks nobody for anything."));
    window.addEventListener("beforeprint", () => {
        everythingNow();
        document.querySelectorAll("details").forEach((details) => (details.open = true));
    });
    if (wanted())
        startSlides();
}

start();
