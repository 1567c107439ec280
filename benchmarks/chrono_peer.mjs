// Reads JSON lines {text, issued} on stdin, writes one JSON line each with the days chrono-node finds, then the seconds
// of processor time that parsing alone took (the best of three passes). Run by benchmarks/deadlines.py with NODE_PATH pointing at chrono-node.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const chrono = createRequire(process.env.CHRONO_HOME + "/")("chrono-node").vi;
const asked = readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const read = ({ text, issued }) => chrono.parse(text, new Date(issued + "T09:00:00"));
const day = (moment) => [moment.get("year"), moment.get("month"), moment.get("day")].map((n) => String(n).padStart(2, "0")).join("-");

for (const one of asked) console.log(JSON.stringify(read(one).map((r) => day(r.end ?? r.start))));
let best = Infinity;
for (let pass = 0; pass < 3; pass++) {
  const start = process.cpuUsage();
  for (const one of asked) read(one);
  const used = process.cpuUsage(start);
  best = Math.min(best, (used.user + used.system) / 1e6);
}
console.log(best);
