// foreign.js - writes a log with hdr-histogram-js, of a range and precision that are not echo-load's.
//
//     node foreign.js LOWEST HIGHEST DIGITS LOG
//
// 5,000 untagged values from LOWEST to HIGHEST, in two intervals.
"use strict";
const fs = require("fs");
const hdr = require("hdr-histogram-js");

const [lowest, highest, digits] = process.argv.slice(2).map(Number);
let text = "";
const writer = new hdr.HistogramLogWriter((piece) => { text += piece; });

writer.outputLogFormatVersion();
writer.outputStartTime(1700000000000);
writer.outputLegend();
for (let interval = 0; interval < 2; interval++) {
    const histogram = hdr.build({
        lowestDiscernibleValue: lowest,
        highestTrackableValue: highest,
        numberOfSignificantValueDigits: digits,
        bitBucketSize: 64,
    });
    for (let i = 0; i < 2500; i++)
        histogram.recordValue(
            Math.round(lowest * Math.pow(highest / lowest, (2 * i + interval) / 5000)));
    histogram.startTimeStampMsec = 1700000000000 + interval * 1000;
    histogram.endTimeStampMsec = 1700000001000 + interval * 1000;
    writer.outputIntervalHistogram(histogram);
}
fs.writeFileSync(process.argv[5], text);
