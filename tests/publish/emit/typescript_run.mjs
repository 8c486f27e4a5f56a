// Judges records by a compiled package: lines of [folder of the package, name of the type, record] on standard input, for each a
// line with the rule ids on standard output, and with the record after it was read into values and written again; null where it
// cannot be read. The guards and the validate functions are both called, by their names.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const packages = new Map();
const told = [];
for (const line of readFileSync(0, "utf8").split("\n")) {
  if (line === "") continue;
  const [folder, name, record] = JSON.parse(line);
  if (!packages.has(folder)) packages.set(folder, await import(pathToFileURL(join(folder, "index.js")).href));
  const made = packages.get(folder);
  const problems = made[`validate${name}`](record);
  if (made[`is${name}`](record) !== (problems.length === 0)) throw new Error(`is${name} and validate${name} disagree`);
  told.push(JSON.stringify({ rules: problems.map((one) => one.rule), record: again(made, record, made[`${name}Info`]) }));
}

function again(made, record, info) {
  try {
    return made.writeRecord(made.readRecord(record, info), info);
  } catch (error) {
    if (error instanceof made.Unreadable) return null;
    throw error;
  }
}
process.stdout.write(told.join("\n"));
