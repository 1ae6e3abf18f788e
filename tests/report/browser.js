/* browser.js - the verbs in which the tests of the report are written: make a folder, have echo-bench
 * write its page, open it, and hear what the browser has to say. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { writeFixture } from "./fixtures.js";

const { BIN, MODULES, CHROMIUM } = process.env;
const fromModules = createRequire(join(MODULES, "here.js"));

export const axe = fromModules("axe-core").source;

/* Machines that build and test at the same time are slow. */
const patience = 100_000;

const folder = mkdtempSync(join(tmpdir(), "echolab-report."));
const browser = await fromModules("playwright-core").chromium.launch({
    executablePath: CHROMIUM, args: process.getuid() === 0 ? ["--no-sandbox"] : [],
});

after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
});

export const bench = (...words) => spawnSync(join(BIN, "echo-bench"), words, { encoding: "utf8" });

/* The page of somebody else's results, which are left alone. */
export function writeFrom(results) {
    const path = join(folder, "real.html");
    const { status, stderr } = bench("report", `--out=${path}`, results);
    assert.equal(status, 0, stderr);
    return path;
}

/* The page of a fixture, or of two that are compared. */
export function write(...names) {
    const { status, stdout, stderr } = bench("report", ...names.map((name) => writeFixture(folder, name)));
    assert.equal(status, 0, stderr);
    return stdout.trim();
}

/* What the browser complained about, and what it asked others for, is in page.said. `init` is run
 * before the page's own script. */
export async function open(path, { query = "", width = 1280, height = 900, init = () => {}, ...context } = {}) {
    const page = await (await browser.newContext({ viewport: { width, height }, ...context })).newPage();
    page.setDefaultTimeout(patience);
    page.said = [];
    page.on("console", (message) => page.said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => page.said.push(`error: ${error.message}`));
    page.on("request", (request) => {
        if (!request.isNavigationRequest() && !request.url().startsWith("data:"))
            page.said.push(`request: ${request.url()}`);
    });
    await page.addInitScript(init);
    await page.goto(pathToFileURL(path) + query);
    await page.waitForSelector(".canvas > *", { state: "attached" });
    return page;
}

/* Charts are drawn one by one, when the browser has time; before printing all that are left are. */
export const drawEverything = (page) =>
    page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
