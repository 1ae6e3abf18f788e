/* theme.js - light or dark: as the system has it, or as somebody has chosen for this page. */
import { element } from "./dom.js";

const next = { auto: "light", light: "dark", dark: "auto" };
const words = { auto: "Theme: system", light: "Theme: light", dark: "Theme: dark" };

/* A page from a file may have no storage. */
function remembered() {
    try {
        return localStorage.getItem("echolab-theme");
    } catch {
        return null;
    }
}

function apply(theme, button) {
    document.documentElement.dataset.theme = theme;
    button.textContent = words[theme];
    try {
        localStorage.setItem("echolab-theme", theme);
    } catch {
        /* It holds until the page is closed, then. */
    }
}

export function themeButton() {
    const button = element("button", { type: "button", click: () =>
        apply(next[document.documentElement.dataset.theme] ?? "auto", button) });
    const before = remembered();
    apply(Object.hasOwn(next, before ?? "") ? before : "auto", button);
    return button;
}
