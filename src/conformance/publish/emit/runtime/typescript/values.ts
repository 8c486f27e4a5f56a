/** Values of records: texts read as what they are, and written as the standard wants them. It depends on nothing but `checking`. */
import { readCodes, readDay } from "./checking.js";
import type { CodeEntry, CodeValue, FieldInfo, RecordInfo } from "./checking.js";

/** A day, with a time of the day or without. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time?: { readonly hour: number; readonly minute: number; readonly second: number };
}

/**
 * Texts and decimals are the text, so that no digit is lost; whole numbers are `bigint`, days and timestamps `Moment`, codes the values
 * of their list. A word for a day without end stays a text.
 */
export type FieldValue = string | bigint | Moment | readonly CodeValue[];

/** A text that is no value of its field. */
export class Unreadable extends Error {
  constructor(
    readonly field: string,
    readonly text: unknown,
  ) {
    super(`${field}: ${JSON.stringify(text)}`);
    this.name = "Unreadable";
  }
}

/** The values of a record, of the fields that hold something. Throws `Unreadable`; what else is wrong, `validate…` says. */
export function readRecord(record: object, info: RecordInfo): Map<string, FieldValue> {
  const fields = new Map(info.fields.map((field) => [field.name, field]));
  const found = new Map<string, FieldValue>();
  for (const [name, text] of Object.entries(record) as [string, unknown][]) {
    const field = fields.get(name);
    if (!field) throw new Unreadable(name, text);
    if (text === null || text === undefined || text === "") continue;
    if (typeof text !== "string") throw new Unreadable(name, text);
    found.set(name, readField(text, field));
  }
  return found;
}

/** The record of the values: texts in the form that the standard wants, in the order of its fields. Throws `Unreadable` for an unknown field. */
export function writeRecord(values: ReadonlyMap<string, FieldValue>, info: RecordInfo): Record<string, string> {
  const known = new Set(info.fields.map((field) => field.name));
  for (const [name, value] of values) if (!known.has(name)) throw new Unreadable(name, String(value));
  const found: [string, string][] = [];
  for (const { name } of info.fields) {
    const value = values.get(name);
    if (value !== undefined) found.push([name, writeField(value)]);
  }
  return Object.fromEntries(found);
}

/** The value that a text names. Throws `Unreadable`. */
export function readField(text: string, field: FieldInfo): FieldValue {
  const value = valueOf(text, field);
  if (value === null) throw new Unreadable(field.name, text);
  return value;
}

/** The text of a value. */
export function writeField(value: FieldValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return value.toString();
  if (isCodes(value)) return value.map(({ entry, note }) => (note === null ? entry.written : `${entry.written}（${note}）`)).join("；");
  const day = [padded(value.year, 4), padded(value.month, 2), padded(value.day, 2)].join("/");
  const { time } = value;
  return time ? `${day} ${[time.hour, time.minute, time.second].map((part) => padded(part, 2)).join(":")}` : day;
}

/** A value of a code list, with a note or without, to be written. */
export function coded(entry: CodeEntry, note: string | null = null): readonly CodeValue[] {
  return [{ entry, note }];
}

function isCodes(value: Moment | readonly CodeValue[]): value is readonly CodeValue[] {
  return Array.isArray(value);
}

function valueOf(text: string, field: FieldInfo): FieldValue | null {
  switch (field.kind) {
    case "text":
      return text;
    case "decimal":
      return /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/u.test(text) ? text : null;
    case "integer": {
      const whole = /^(-?(?:0|[1-9][0-9]*))(?:\.0+)?$/u.exec(text);
      return whole ? BigInt(whole[1] ?? "0") : null;
    }
    case "code":
      return readCodes(field.codes ?? [], field.several ?? false, text);
    case "date":
    case "timestamp":
      return field.words?.includes(text) ? text : momentOf(text, field.kind === "timestamp");
  }
}

function momentOf(text: string, timed: boolean): Moment | null {
  const read = readDay(text, timed);
  if (!read) return null;
  const [year, month, day] = read;
  const clock = text.slice(11);
  if (clock === "") return { year, month, day };
  const [hour = 0, minute = 0, second = 0] = clock.split(":").map(Number);
  return { year, month, day, time: { hour, minute, second } };
}

function padded(number: number, digits: number): string {
  return number.toString().padStart(digits, "0");
}
