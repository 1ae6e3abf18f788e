/* hostile.js - results as an attacker would write them (case J3): every string tries to become
 * markup or script, and figures are what JSON can hold but no figure should be. */

const attacks = [
    `</script><script>window.__pwned = 1</script>`,
    `<img src=x onerror="window.__pwned = 2">`,
    `"&'<>&amp;&lt;`,
    `\u2028window.__pwned = 3\u2029`,
    `javascript:window.__pwned = 4`,
    `<!--<script>`,
    `]]>{{constructor.constructor('window.__pwned = 5')()}}\${window.__pwned = 6}`,
    `__proto__`,
    `\u202eesrever \u0007 bell \ufffd`,
    `<svg onload="window.__pwned = 7"><style>*{display:none}</style>`,
    "A".repeat(3000),
];

export const attackOn = (place) => `${attacks[place % attacks.length]}`;

/* Numbers that are none. JSON.stringify() makes null of NaN and Infinity. */
const oddities = [null, "NaN", "1e999", -1, 0, 1e308, "<b>7</b>", [], {}, true];

/* Replaces a model's name wherever it stands. */
function rename(summary, from, to) {
    for (const list of [summary.models.map((model) => [model, "name"]),
        ...summary.scenarios.map((scenario) => [
            ...scenario.cells.map((cell) => [cell, "model"]),
            ...scenario.comparisons.flatMap((pair) => [[pair, "a"], [pair, "b"]]),
            ...scenario.percentiles.map((curve) => [curve, "model"])]),
        summary.timeline.map((run) => [run, "model"])])
        for (const [object, key] of list)
            if (object[key] === from)
                object[key] = to;
}

export function hostile(summary) {
    summary.models.forEach((model, i) => {
        rename(summary, model.name, attackOn(i));
        Object.assign(model, { idea: attackOn(i + 1), command: attackOn(i + 2), own: false,
                               gate: `fail: ${attackOn(i + 3)}` });
    });
    summary.title = attackOn(0);
    summary.notes = attacks;
    summary.answer = attacks;
    Object.keys(summary.machine).forEach((key, i) => (summary.machine[key] = attackOn(i)));
    summary.scenarios.forEach((scenario, i) => {
        for (const key of ["question", "axis", "note"])
            scenario[key] = attackOn(i++);
        scenario.findings = attacks;
        scenario.figures.forEach((figure) => (figure.title = attackOn(i++)));
        scenario.cells.forEach((cell, k) => {
            cell.note = k % 3 ? null : attackOn(k);
            if (k % 4 === 0)
                cell.median = oddities[k / 4 % oddities.length];
            if (k % 5 === 0)
                cell.high = oddities[k / 5 % oddities.length];
        });
    });
    summary.scenarios[0].name = attackOn(0);
    summary.scenarios.push(null, {}, { name: "nothing", cells: "none", points: 7, figures: null });
    summary.timeline.forEach((run, i) => (run.reasons = [attackOn(i)]));
    return summary;
}
