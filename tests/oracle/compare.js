// compare.js - reads a log with hdr-histogram-js, and holds what echo-load says against it.
//
//     node compare.js LOG TAG JSON PATH [HGRM]
//
// PATH leads to an object of the JSON, such as latency_ns, or is "." for the whole: its count and,
// if they are there, the log's start_s and end_s have to be right, and each percentile (p99_9) of
// at most one hour within 0.1 %. The HGRM has to be what the library writes, word by word.
"use strict";
const fs = require("fs");
const hdr = require("hdr-histogram-js");

const [log, tag, json, path, hgrm] = process.argv.slice(2);
const oneHour = 3600e9;
let compared = 0;

function fail(message) {
    console.log(`${log}, ${tag}: ${message}`);
    process.exit(1);
}

function expect(name, found, expected, tolerance) {
    compared++;
    if (!(Math.abs(found - expected) <= tolerance))
        fail(`${name} is ${expected} in ${json}, and ${found} in the log`);
}

function readLog() {
    const reader = new hdr.HistogramLogReader(fs.readFileSync(log, "utf8"), 64);
    const sum = hdr.build({ highestTrackableValue: oneHour, bitBucketSize: 64 });
    let start = Infinity, end = -Infinity;
    for (let one = reader.nextIntervalHistogram(); one; one = reader.nextIntervalHistogram()) {
        if (one.tag !== tag)
            continue;
        start = Math.min(start, one.startTimeStampMsec / 1000);
        end = Math.max(end, one.endTimeStampMsec / 1000);
        sum.add(one);
    }
    return { sum, start, end };
}

function comparePercentiles(sum, expected) {
    for (const [name, value] of Object.entries(expected)) {
        if (!/^p[0-9]/.test(name) || value === null || value > oneHour)
            continue;
        const found = sum.getValueAtPercentile(Number(name.slice(1).replace("_", ".")));
        expect(name, found, value, value / 1000);
    }
}

const whole = JSON.parse(fs.readFileSync(json, "utf8"));
const expected = path === "." ? whole : path.split(".").reduce((at, name) => at[name], whole);
const { sum, start, end } = readLog();

expect("count", sum.totalCount, expected.count, 0);
if ("start_s" in expected)
    expect("start_s", start, expected.start_s, 0.001);
if ("end_s" in expected)
    expect("end_s", end, expected.end_s, 0.001);
comparePercentiles(sum, expected);
if (hgrm && fs.readFileSync(hgrm, "utf8") !== sum.outputPercentileDistribution(5, 1e6))
    fail(`${hgrm} is not what the library writes`);
console.log(`${compared} figures agree`);
