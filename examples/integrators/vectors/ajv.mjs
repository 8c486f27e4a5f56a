// A harness for `conformance vectors run`: the JSON Schemas of the edition, judged by ajv.
//
//   conformance generate json-schema --output schemas
//   npm install ajv@8
//   conformance vectors run --command "node ajv.mjs schemas"
//
// The first line in is a greeting, answered with the rules that are claimed; each further line is a case, answered with the ids
// of the rules that are broken. Every part of a schema names its rule in "x-rule".
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

// What JSON Schema says of every value. Of other rules it says less, see docs/json-schema-matrix.md: those are not claimed.
const CLAIMS = [
  "breach-without-facts", "code-list", "code-scheme-doubtful", "control-character", "event-without-date", "event-without-document",
  "label-for-code", "lost-character", "masked-value", "max-length", "note-required", "one-of-required", "other-without-note",
  "placeholder-value", "required", "status-without-date", "surrounding-blanks",
];
const ANNOTATIONS = /^x-/;
const [schemas, packages = "."] = process.argv.slice(2);
const require = createRequire(join(resolve(packages), "package.json"));
const Ajv = require("ajv/dist/2020").default;
const judges = new Map();

function annotationsOf(value, found = new Set()) {
  if (value && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) {
      if (ANNOTATIONS.test(key)) found.add(key);
      else annotationsOf(inner, found);
    }
  }
  return found;
}

function judgeOf({ item, record_type }) {
  const path = item ? `strict/items/${item}.json` : `strict/${record_type}.json`;
  if (!judges.has(path)) {
    const schema = JSON.parse(readFileSync(join(schemas, path), "utf8"));
    const ajv = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false });
    ajv.addVocabulary([...annotationsOf(schema)]);
    judges.set(path, { schema, validate: ajv.compile(schema) });
  }
  return judges.get(path);
}

function rulesOf(question) {
  const { schema, validate } = judgeOf(question);
  const rules = new Set();
  for (const record of question.records) {
    if (validate(record)) continue;
    for (const { schemaPath } of validate.errors) {
      const part = /^#\/allOf\/([0-9]+)\//.exec(schemaPath);
      if (part) rules.add(schema.allOf[Number(part[1])]["x-rule"]);
    }
  }
  // What is to be published is masked on purpose; the schemas are for what is sent.
  if (question.purpose === "publication") rules.delete("masked-value");
  return [...rules].filter((rule) => CLAIMS.includes(rule));
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const answer = "format" in question ? { claims: CLAIMS } : { id: question.id, rules: rulesOf(question) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
