/* access.test.js - for those who do not see the page, or not its colours. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { axe, drawEverything, open, write } from "./browser.js";

const quick = write("brief");
const both = write("brief", "laterBrief");

/* The inside of charts is a picture to axe as to a screen reader; its colours are judged below. */
async function judge(page) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
        window.axe.run({ exclude: [".plot"] }, { resultTypes: ["violations"] }));
    return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(" | ")}`);
}

for (const colorScheme of ["light", "dark"])
    test(`axe finds nothing serious, ${colorScheme}`, async () => {
        const page = await open(quick, { colorScheme });
        await drawEverything(page);
        assert.deepEqual(await judge(page), []);
    });

test("axe finds nothing serious in the slides, nor where two runs are compared", async () => {
    assert.deepEqual(await judge(await open(quick, { query: "?slides" })), []);
    const compared = await open(both);
    await drawEverything(compared);
    assert.deepEqual(compared.said, []);
    assert.deepEqual(await judge(compared), []);
});

test("every chart says in words what it shows, and its scenario has a table", async () => {
    const page = await open(quick);
    const labels = await page.$$eval("[role=img].canvas", (charts) => charts.map((chart) => chart.getAttribute("aria-label")));
    assert.ok(labels.length >= 10);
    for (const label of labels)
        assert.ok(label.length > 40, label);
    assert.match(labels[0], /forking is [\d.]+ times away.*epoll: [\d.]+ µs at 70 %, [\d.]+ µs at 90 %/s);
    const without = await page.$$eval("section.scenario", (sections) =>
        sections.filter((section) => !section.querySelector("table.figures")).length);
    assert.equal(without, 0);
});

/* Colours: contrast as WCAG 2 has it; what the colour-blind see by the matrices of Machado, Oliveira
 * and Fernandes (2009), for the full deficiency. */
const palette = JSON.parse(readFileSync(new URL("../../bench/report/palette.json", import.meta.url)));
const style = readFileSync(new URL("../../bench/report/style.css", import.meta.url), "utf8");
const paper = Object.fromEntries(["paper", "card"].map((name) => {
    const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(style);
    return [name, { light, dark }];
}));
const linear = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
const luminance = ([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

function contrast(a, b) {
    const [dark, bright] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y);
    return (bright + 0.05) / (dark + 0.05);
}

const sights = {
    usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/* Björn Ottosson's OKLab, in which distances are about what people see. */
function oklab([red, green, blue]) {
    const [l, m, s] = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005]].map(([a, b, c]) => Math.cbrt(Math.max(0, a * red + b * green + c * blue)));
    return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}

const seen = (color, sight) => oklab(sight.map((row) =>
    row.reduce((sum, factor, i) => sum + factor * linear(color)[i], 0)));

test("names in a model's colour can be read on every background", () => {
    for (const [name, colors] of Object.entries(palette))
        for (const theme of ["light", "dark"])
            for (const background of Object.values(paper))
                assert.ok(contrast(colors[theme], background[theme]) >= 4.5, `${name}, ${theme}`);
});

test("models differ in their marker, and in colour for all eyes", () => {
    const ours = Object.entries(palette).filter(([name]) => !name.startsWith("other"));
    assert.equal(new Set(ours.map(([, { symbol }]) => symbol)).size, 7);
    for (const theme of ["light", "dark"])
        for (const [kind, sight] of Object.entries(sights))
            ours.forEach(([a, first], i) => ours.slice(i + 1).forEach(([b, second]) => {
                const [x, y] = [first, second].map((colors) => seen(colors[theme], sight));
                const distance = Math.hypot(...x.map((part, k) => part - y[k]));
                assert.ok(distance > 0.08, `${a} and ${b}, ${theme}, ${kind}: ${distance.toFixed(3)}`);
            }));
});
