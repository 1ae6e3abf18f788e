/* format.js - figures for people: sensible digits, thousands apart, units as they are written. */

const units = { us: "µs", "1/s": "/s", 1: "" };

/* Fewer digits behind the point where many stand before it. */
export function number(value, digits = 2) {
    if (value === null)
        return "n/a";
    const size = Math.abs(value);
    if (size >= 1e12)
        return value.toExponential(2);
    const shown = size >= 1000 ? 0 : size >= 100 ? Math.min(digits, 1) : digits;
    return value.toLocaleString("en-US", { minimumFractionDigits: shown, maximumFractionDigits: shown });
}

/* For axes: 1.5k, 20M. */
export function compact(value) {
    for (const [limit, letter] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]])
        if (Math.abs(value) >= limit)
            return `${Number((value / limit).toPrecision(3))}${letter}`;
    return `${Number(value.toPrecision(3))}`;
}

const steps = [[1e6, "s"], [1e3, "ms"], [1, "µs"]];

/* An axis of microseconds says what people would say. */
export function tick(unit) {
    if (unit !== "us")
        return compact;
    return (value) => {
        const [size, name] = steps.find(([limit]) => value >= limit) ?? steps[2];
        return value === 0 ? "0" : `${Number((value / size).toPrecision(3))} ${name}`;
    };
}

export const unitText = (unit) => units[unit] ?? unit;

/* "p99 us" -> "p99 µs" */
export const title = (text) => text.replace(/\bus\b/g, "µs");

/* "4.70 µs" */
export function quantity(value, figure) {
    if (value === null)
        return "n/a";
    const unit = unitText(figure.unit);
    return `${number(value, figure.digits)}${unit && !unit.startsWith("/") ? " " : ""}${unit}`;
}

/* "4.70 µs (4.60 to 4.90)" */
export function withInterval(cell, figure) {
    if (cell.median === null || cell.low === null || cell.high === null)
        return quantity(cell.median, figure);
    return `${quantity(cell.median, figure)} ` +
        `(${number(cell.low, figure.digits)} to ${number(cell.high, figure.digits)})`;
}

export const times = (ratio) => (ratio >= 100 ? compact(ratio) : ratio.toFixed(ratio < 10 ? 2 : 1)) + "×";

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/* As in a sentence: the length is no more than somebody reads. */
export const short = (text, most = 160) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
