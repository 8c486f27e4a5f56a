// Another reader of Protobuf: [folder, files] on standard input, then lines of [message, hex]. The first line on standard output
// has the fields of all messages, as this reader understands the files; the others the bytes, read and written again.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "package.json"));
const protobuf = require("protobufjs");
const [[folder, files], ...messages] = readFileSync(0, "utf8").split("\n").map((line) => JSON.parse(line));
const root = new protobuf.Root();
root.resolvePath = (_, path) => (path.startsWith("google/") ? require.resolve(`protobufjs/${path}`) : join(folder, path));
root.loadSync(files, { keepCase: true }).resolveAll();

const found = {};
const walk = (space) => {
  for (const one of space.nestedArray) {
    const name = one.fullName.slice(1);
    if (one instanceof protobuf.Type) found[name] = Object.fromEntries(one.fieldsArray.map((field) => [field.name, field.id]));
    if (one instanceof protobuf.Enum) found[name] = { ...one.values };
    if (one.nestedArray) walk(one);
  }
};
walk(root);
const lines = [JSON.stringify(found)];
for (const [name, hex] of messages) {
  const kind = root.lookupType(name);
  const read = kind.decode(Buffer.from(hex, "hex"));
  lines.push(Buffer.from(kind.encode(read).finish()).toString("hex"));
}
process.stdout.write(lines.join("\n"));
