// Reads and writes files for firstHour.ts, which knows nothing of Node.
import { readFileSync, writeFileSync } from "node:fs";
import { judged } from "./firstHour.js";

const { lines, right } = judged(JSON.parse(readFileSync(process.argv[2], "utf8")));
console.log(lines.join("\n"));
writeFileSync(process.argv[3], JSON.stringify(right));
