// build/bench.json (tests/bench/inline_bench.cpp) as a table, with the figures that must hold.
import { readFileSync } from 'node:fs';

const { inline, start } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const us = (value) => `${value.toFixed(0)} us`;
const rows = [
  ['', 'median', '95th percentile', 'must hold'],
  ['inline completion through the server', us(inline.server.median), us(inline.server.p95), ''],
  ['the same request by libcurl', us(inline.libcurl.median), us(inline.libcurl.p95), ''],
  ['added by the server', us(inline.added.median), us(inline.added.p95), '< 300 us'],
  ['ratio of the medians', inline.ratio.toFixed(2), '', ''],
  ['start to the answer to initialize', `${start.milliseconds.median.toFixed(1)} ms`,
    `${start.milliseconds.p95.toFixed(1)} ms`, '< 20 ms'],
  ['idle memory', `${(start.idleRssKib / 1024).toFixed(1)} MB`, '', '< 25 MB'],
];
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
for (const row of rows) {
  console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0])
    : cell.padStart(widths[column]))).join('   ').trimEnd());
}
console.log(`\n${inline.rounds} rounds in turns, request of ${inline.requestBytes} bytes, ` +
  `${start.starts} starts. All numbers: ${process.argv[2]}`);
