/* build.mjs - bundles the page into one file with a place for the data:
 *
 *     node build.mjs MODULES TEMPLATE     MODULES: the folder that npm ci has made node_modules in
 *
 * Nothing is fetched. The policy of the page names its script and its style by their hashes, so that
 * nothing else can run, whatever the data holds. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [modules, template] = process.argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const { build } = createRequire(join(modules, "here.js"))("esbuild");

async function bundle(options) {
    const { outputFiles } = await build({
        bundle: true, minify: true, write: false, legalComments: "none", logLevel: "warning",
        nodePaths: [join(modules, "node_modules")], target: ["chrome117", "firefox119", "safari17.4"], ...options,
    });
    return outputFiles[0].text.trim();
}

/* The same colours and markers as in the pictures by gnuplot. */
function paletteStyle() {
    const palette = JSON.parse(readFileSync(join(here, "palette.json"), "utf8"));
    const lines = Object.entries(palette).map(([name, { light, dark }]) => `--${name}:light-dark(${light},${dark})`);
    return `:root{${lines.join(";")}}`;
}

const source = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const script = (await bundle({ entryPoints: [join(here, "src/main.js")], format: "iife", charset: "ascii" }))
    .replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
const style = await bundle({ stdin: { contents: paletteStyle() + readFileSync(join(here, "style.css"), "utf8"), loader: "css" },
                             target: [] });
const policy = [
    "default-src 'none'", `script-src ${source(script)}`, `style-src ${source(style)}`, "img-src data:",
    "base-uri 'none'", "form-action 'none'",
].join("; ");
const parts = { POLICY: policy, STYLE: style, SCRIPT: script };
const page = readFileSync(join(here, "page.html"), "utf8")
    .replace(/@(POLICY|STYLE|SCRIPT)@/g, (_, name) => parts[name]);

mkdirSync(dirname(template), { recursive: true });
writeFileSync(template, page);
