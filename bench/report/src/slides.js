/* slides.js - one chart a screen, for a projector: `?slides` or a button; arrow keys, space, Home,
 * End, Escape. A slide is a part of the page, lent to the stage. */
import { element, everythingNow } from "./dom.js";

const count = element("span", { class: "slide-count", role: "status", "aria-live": "polite" });
const place = element("div", { class: "slide-body" });
const kicker = element("p", { class: "slide-kicker" });
const finding = element("p", { class: "slide-finding" });
const button = (words, label, act) => element("button", { type: "button", "aria-label": label, click: act }, words);
const stage = element("main", { class: "stage", hidden: true, tabindex: -1, "aria-label": "Slides" },
    kicker, place, finding,
    element("nav", { class: "slide-nav", "aria-label": "Slides" },
        button("←", "Slide before", () => go(current - 1)), count,
        button("→", "Next slide", () => go(current + 1)), button("Leave", "Leave the slides", leave)));
const blank = document.createComment("a slide stood here");

let slides = [];
let current = -1;

function giveBack() {
    if (blank.parentNode)
        blank.replaceWith(slides[current]);
}

function go(number) {
    const next = Math.min(Math.max(number, 0), slides.length - 1);
    giveBack();
    current = next;
    const slide = slides[current];
    slide.replaceWith(blank);
    place.replaceChildren(slide);
    kicker.textContent = slide.dataset.kicker ?? "";
    finding.textContent = slide.dataset.finding ?? "";
    count.textContent = `${current + 1} / ${slides.length}`;
    history.replaceState(null, "", `#slide-${current + 1}`);
    stage.scrollTo(0, 0);
}

function onKey(event) {
    const steps = { ArrowRight: current + 1, ArrowDown: current + 1, PageDown: current + 1, " ": current + 1,
                    ArrowLeft: current - 1, ArrowUp: current - 1, PageUp: current - 1, Home: 0, End: slides.length };
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("button, select, summary") && event.key === " ")
        return;
    if (event.key === "Escape")
        leave();
    else if (event.key in steps && !event.target.closest?.("select"))
        go(steps[event.key]);
    else
        return;
    event.preventDefault();
}

function leave() {
    const slide = slides[current];
    giveBack();
    stage.hidden = true;
    document.getElementById("page").hidden = false;
    document.documentElement.classList.remove("slides");
    document.removeEventListener("keydown", onKey);
    history.replaceState(null, "", location.pathname);
    slide?.scrollIntoView();
}

export function startSlides() {
    everythingNow();
    slides = [...document.querySelectorAll(".slide")];
    if (!stage.isConnected)
        document.body.append(stage);
    document.getElementById("page").hidden = true;
    stage.hidden = false;
    document.documentElement.classList.add("slides");
    document.addEventListener("keydown", onKey);
    go(Number(/^#slide-(\d+)$/.exec(location.hash)?.[1] ?? 1) - 1);
    stage.focus();
}

/* Asked for by the address. */
export const wanted = () => new URLSearchParams(location.search).has("slides");
