/* page.test.js - the page of a run as people use it. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { drawEverything, open, write, writeFrom } from "./browser.js";
import { fixtures } from "./fixtures.js";
import { scenarios } from "./shapes.js";

const quick = write("quick");

/* One page for all tests that only look. */
const page = await open(quick);
await drawEverything(page);

test("asks nobody for anything, and the browser has no complaint", () => assert.deepEqual(page.said, []));

test("says what was measured, when and at which commit", async () => {
    assert.match(await page.locator(".dateline").textContent(), /quick.* · commit df90ebb/);
});

test("has the answer, every scenario and the run", async () => {
    assert.equal(await page.locator("#answer li").count(), 3);
    assert.equal(await page.locator("section.scenario h2").count(), scenarios.length);
    assert.equal(await page.locator(".glance tbody tr").count(), scenarios.length);
    assert.equal(await page.locator(".models li").count(), 7);
    assert.equal(await page.locator(".timeline svg").count(), 3);
    assert.ok(await page.locator(".scenario .findings p").count() >= scenarios.length);
});

/* The quotient of two medians is another number. */
test("at a glance the best are exceeded by the ratios that were compared", async () => {
    const { cells, comparisons, points } = fixtures.quick().scenarios[0];
    const row = page.locator(".glance tbody tr").first();
    const head = await row.locator("th").textContent();
    const point = points.find(({ label }) => head.endsWith(`, ${label}`)).label;
    const known = cells.filter((cell) => cell.point === point && cell.figure === "cpu_us_per_request" && cell.median !== null);
    const best = known.reduce((least, cell) => (cell.median < least.median ? cell : least));
    const shown = await row.locator("td .factor").allTextContents();
    const expected = fixtures.quick().models.map(({ name }) => {
        const pair = comparisons.find(({ point: at, figure, a, b }) => at === point && figure === best.figure
            && [a, b].includes(name) && [a, b].includes(best.model));
        return pair && `${(pair.a === name ? pair.ratio : 1 / pair.ratio).toFixed(2)}×`;
    });
    const multiples = shown.map((text, i) => [text, expected[i]]).filter(([text]) => text.endsWith("×"));
    assert.ok(multiples.length >= 2, shown.join());
    for (const [text, ratio] of multiples)
        assert.equal(text, ratio);
});

test("draws its charts also where the browser is never idle", async () => {
    await open(quick, { init: () => {
        window.requestIdleCallback = (work, { timeout } = {}) => timeout && setTimeout(work, timeout, { timeRemaining: () => 0 });
    } });
});

test("every chart has marks", async () => {
    const empty = await page.$$eval(".chart", (charts) => charts.filter((chart) =>
        !chart.querySelector("svg path[d], svg circle, .bar")).map((chart) => chart.textContent));
    assert.deepEqual(empty, []);
    /* A panel for each model of the first chart: a line each, but for who has no figure. */
    const lines = await page.$$eval(".scenario .panels", ([panels]) =>
        [...panels.querySelectorAll("svg.plot")].map((svg) => svg.querySelectorAll("g[stroke-width='2'] path").length));
    assert.equal(lines.length, 7);
    assert.equal(lines.filter((count) => count > 0).length, 6);
});

test("nothing is shown as a number that is none", async () => {
    const text = await page.evaluate(() => document.getElementById("page").innerText);
    for (const word of ["NaN", "undefined", "Infinity", "[object", "null"])
        assert.ok(!text.includes(word), word);
    const attributes = await page.$$eval("svg *", (nodes) => nodes.filter((node) =>
        [...node.attributes].some(({ value }) => /NaN|undefined|Infinity/.test(value))).length);
    assert.equal(attributes, 0);
});

test("what is missing says why, in the chart and in the table", async () => {
    assert.match(await page.locator(".panel .gap").first().textContent(), /n\/a: the next client waits for the first/);
    const unexplained = await page.$$eval(".figures td.missing", (cells) =>
        cells.filter((cell) => !cell.querySelector("a.note-mark[aria-label*=': ']")).length);
    assert.equal(unexplained, 0);
});

test("suspect figures are marked, with the reason under the pointer, by keyboard and in print", async () => {
    const cell = page.locator("td.suspect").first();
    assert.match(await cell.locator("abbr").getAttribute("title"), /generator used more than 90 %/);
    const mark = cell.locator("a.note-mark");
    assert.match(await mark.getAttribute("aria-label"), /generator used more than 90 %/);
    const target = await mark.getAttribute("href");
    assert.match(await page.locator(target).textContent(), /generator used more than 90 %/);
});

test("tables sort both ways, and what is missing stays last", async () => {
    const table = page.locator("section.scenario .figures").first();
    const column = async () => (await table.locator("tbody tr").evaluateAll((rows) =>
        rows.map((row) => parseFloat(row.children[2].textContent.replaceAll(",", "")))));
    const button = table.locator("thead button").nth(2);
    for (const direction of ["ascending", "descending"]) {
        await button.click();
        assert.equal(await table.locator("thead th").nth(2).getAttribute("aria-sort"), direction);
        const values = await column();
        const known = values.filter((value) => !Number.isNaN(value));
        assert.deepEqual(values.slice(0, known.length), known);
        assert.deepEqual(known, [...known].sort((a, b) => (direction === "ascending" ? a - b : b - a)));
    }
});

test("tables sort by keyboard", async () => {
    const table = page.locator("section.scenario .figures").nth(1);
    await table.locator("thead button").nth(1).focus();
    await page.keyboard.press("Enter");
    assert.equal(await table.locator("thead th").nth(1).getAttribute("aria-sort"), "ascending");
    assert.match(await table.locator("tbody tr").first().textContent(), /epoll/);
});

test("a pointer on a chart is told what stands there", async () => {
    const svg = page.locator(".panel svg.plot").nth(1);
    await svg.scrollIntoViewIfNeeded();
    await svg.hover();
    assert.match(await page.locator(".tip").textContent(), /forking, \d+ %[\d.]+ µs/);
});

test("the spectra follow the point that is chosen", async () => {
    const figure = page.locator(".chart:has(select)").first();
    const before = await figure.locator("svg").nth(1).innerHTML();
    await figure.locator("select").selectOption({ index: 0 });
    assert.notEqual(await figure.locator("svg").nth(1).innerHTML(), before);
    assert.match(await figure.locator(".canvas").getAttribute("aria-label"), /at 70 %/);
});

test("dark as the system is, and light or dark as one wishes", async () => {
    const dark = await open(quick, { colorScheme: "dark" });
    const paper = () => dark.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const night = await paper();
    await dark.locator(".controls button").first().click();
    assert.equal(await dark.evaluate(() => document.documentElement.dataset.theme), "light");
    const day = await paper();
    const brightness = (color) => color.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    assert.ok(brightness(night) < 120 && brightness(day) > 700, `${night}, ${day}`);
    assert.deepEqual(dark.said, []);
});

test("holds on a phone without scrolling sideways", async () => {
    const phone = await open(quick, { width: 390, height: 844 });
    await drawEverything(phone);
    assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), 390);
    assert.deepEqual(phone.said, []);
});

test("slides: one chart a screen, by arrow keys, and everything back in its place", async () => {
    const slides = await open(quick, { query: "?slides", width: 1600 });
    const figures = await slides.evaluate(() => document.querySelectorAll("#page .chart").length);
    const count = async () => (await slides.locator(".slide-count").textContent()).split(" / ").map(Number);
    const [first, all] = await count();
    assert.equal(first, 1);
    assert.ok(all > 12);
    await slides.keyboard.press("ArrowRight");
    await slides.keyboard.press("PageDown");
    await slides.keyboard.press("ArrowLeft");
    assert.deepEqual(await count(), [2, all]);
    assert.equal(await slides.locator(".stage .slide").count(), 1);
    for (let slide = 2; slide < all; slide++) {
        await slides.keyboard.press(" ");
        const [height, room] = await slides.evaluate(() => {
            const stage = document.querySelector(".stage");
            return [stage.scrollHeight, stage.clientHeight];
        });
        assert.ok(height <= room + 1, `slide ${slide + 1} is ${height} high, the screen ${room}`);
    }
    await slides.keyboard.press("Escape");
    assert.equal(await slides.locator(".stage").isVisible(), false);
    assert.equal(await slides.locator("#page .chart").count(), figures);
    assert.deepEqual(slides.said, []);
});

test("in print every table is open and no button is left", async () => {
    await page.emulateMedia({ media: "print" });
    const closed = await page.locator("details:not([open])").count();
    const buttons = await page.locator(".controls").isVisible();
    await page.emulateMedia({ media: "screen" });
    assert.equal(closed, 0);
    assert.equal(buttons, false);
});

/* Real results, as they are kept in the repository. */
const kept = fileURLToPath(new URL("../../results/", import.meta.url));
const folders = readdirSync(kept).map((name) => join(kept, name)).filter((folder) =>
    existsSync(join(folder, "summary.json")) && existsSync(join(folder, "runs.ndjson")));

for (const folder of folders)
    test(`shows ${basename(folder)}`, async () => {
        const real = await open(writeFrom(folder));
        await drawEverything(real);
        assert.deepEqual(real.said, []);
        assert.ok(await real.locator("section.scenario svg.plot").count() > 0);
        assert.ok(await real.locator("#answer li").count() > 0);
    });

test("a quick run's page is small, and its first chart costs less than 2 s of CPU", async () => {
    assert.ok(statSync(quick).size < 1.5e6);
    const fresh = await open(quick);
    const session = await fresh.context().newCDPSession(fresh);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await fresh.reload();
    await fresh.waitForSelector("svg.plot", { state: "attached" });
    const { metrics } = await session.send("Performance.getMetrics");
    const spent = metrics.find(({ name }) => name === "TaskDuration").value;
    assert.ok(spent > 0 && spent < 2, `${spent} s`);
});
