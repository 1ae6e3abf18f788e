/* hostile.test.js - results that somebody else has written (case J3): text, and nothing but text. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bench, drawEverything, open, write } from "./browser.js";
import { fixtures } from "./fixtures.js";
import { attackOn } from "./hostile.js";

const page = await open(write("hostile"));
await drawEverything(page);

test("nothing of it is executed or complained about", async () => {
    assert.equal(await page.evaluate(() => window.__pwned), undefined);
    assert.deepEqual(page.said, []);
});

test("nothing of it becomes an element or a link", async () => {
    assert.equal(await page.locator("img, iframe, object, embed, style:not(head *)").count(), 0);
    assert.equal(await page.locator("script").count(), 2);
    const active = await page.$$eval("*", (nodes) => nodes.filter((node) => [...node.attributes].some(({ name, value }) =>
        name.startsWith("on") || (name === "href" && !/^(#|data:image\/svg)/.test(value)))).map((node) => node.outerHTML));
    assert.deepEqual(active, []);
});

test("all of it can be read", async () => {
    const items = await page.locator("#answer li").allTextContents();
    for (let place = 0; place < 11; place++)
        assert.ok(items.includes(attackOn(place)), attackOn(place).slice(0, 60));
    assert.equal(await page.locator(".dateline strong").first().textContent(), attackOn(0));
    const marks = await page.locator(".models li strong").allTextContents();
    assert.equal(marks[0], attackOn(0));
});

test("figures that are none are missing, not zero", async () => {
    const text = await page.evaluate(() => document.querySelector("section.scenario .figures").innerText);
    assert.match(text, /n\/a/);
    const broken = await page.$$eval("svg *", (nodes) => nodes.filter((node) =>
        [...node.attributes].some(({ value }) => /NaN|undefined|Infinity/.test(value))).length);
    assert.equal(broken, 0);
});

test("the policy blocks what a mistake of ours might let in", async () => {
    const blocked = await page.evaluate(async () => {
        const violations = [];
        document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
        const script = document.createElement("script");
        script.textContent = "window.__pwned = 'script'";
        document.body.append(script);
        const holder = document.createElement("div");
        holder.innerHTML = "<img src=https://example.invalid/x onerror='window.__pwned = \"img\"'><b style='color:red'>";
        document.body.append(holder);
        await fetch("https://example.invalid/").catch(() => {});
        await new Promise((done) => setTimeout(done, 200));
        return violations;
    });
    for (const directive of ["script-src-elem", "script-src-attr", "img-src", "style-src-attr", "connect-src"])
        assert.ok(blocked.includes(directive), `${directive} of ${blocked}`);
    assert.equal(await page.evaluate(() => window.__pwned), undefined);
});

test("a phone holds it as well", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
});

test("what is no JSON gives no page, and one line that says where", () => {
    const whole = JSON.stringify(fixtures.quick());
    const wrong = {
        nan: whole.replace(/"median":[\d.]+/, '"median":NaN'),
        infinite: whole.replace(/"median":[\d.]+/, '"median":1e999'),
        digits: whole.replace(/"runs":\d+/, `"runs":${"9".repeat(100000)}`),
        bytes: Buffer.from(whole.replace("epoll", "epo\u00ffll"), "latin1"),
        half: whole.slice(0, 5000),
        other: '{"schema": "something-else"}',
    };
    for (const [name, text] of Object.entries(wrong)) {
        const folder = mkdtempSync(join(tmpdir(), "echolab-report."));
        writeFileSync(join(folder, "summary.json"), text);
        const { status, stdout, stderr } = bench("report", folder);
        const there = existsSync(join(folder, "report.html"));
        rmSync(folder, { recursive: true });
        assert.equal(status, 1, name);
        assert.equal(stdout, "", name);
        assert.match(stderr, /^echo-bench: no page: [ -~]+\n$/, name);
        assert.equal(there, false, name);
    }
});
