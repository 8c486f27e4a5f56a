// Judges records under several JSON Schemas with ajv, all in one process.
// Standard input:  {"annotations": [keyword], "tasks": [{"schema": S, "records": [R]}]}
// Standard output: [[[schema path of an error]]], a list for every record of every task.
// Argument: the folder that holds node_modules.
const path = require("node:path");
const folder = path.resolve(process.argv[2], "node_modules", "ajv", "dist", "2020.js");
const Ajv = require(folder).default;
const { annotations, tasks } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
// One for all, which forgets each schema, for the next may have its name. To make its code shorter takes longer than to run it.
const strictness = { strict: true, strictTypes: false, strictRequired: false };
const ajv = new Ajv({ allErrors: true, ...strictness, code: { optimize: false } });
ajv.addVocabulary(annotations);
const answer = tasks.map(({ schema, records }) => {
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema);
  return records.map((record) => (validate(record) ? [] : validate.errors.map((error) => error.schemaPath)));
});
process.stdout.write(JSON.stringify(answer));
