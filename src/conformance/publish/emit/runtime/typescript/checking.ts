/** Judging records of a submission: the part that no edition changes. It depends on nothing. */

/** What is wrong with a record. */
export interface Problem {
  /** Id of the rule, as the rule book and `conformance check` have it. */
  readonly rule: string;
  readonly field: string;
  readonly severity: string;
  readonly message: string;
}

/** A value of a code list. */
export interface CodeEntry {
  readonly code: string;
  readonly label: string;
  readonly labelEn: string;
  /** How it stands in a submission: the code or the label, as the standard has it. */
  readonly written: string;
  /** Further texts that are taken for it. */
  readonly aliases: readonly string[];
  readonly noteAllowed: boolean;
}

/** A value with the note behind it, which is empty where there is none. */
export interface CodeValue {
  readonly entry: CodeEntry;
  readonly note: string | null;
}

/** A data item (数据项) of a record. */
export interface FieldInfo {
  readonly name: string;
  readonly kind: "text" | "code" | "date" | "timestamp" | "decimal" | "integer";
  readonly title: string;
  readonly titleEn: string;
  readonly nationalCode: string | null;
  readonly codes?: readonly CodeEntry[];
  /** It may hold several of its codes. */
  readonly several?: boolean;
  /** Texts that are understood although they are no day. */
  readonly words?: readonly string[];
}

interface Clause {
  readonly field: string;
  readonly equals_in?: readonly string[];
  readonly present?: boolean;
}

interface Params {
  readonly words?: readonly string[];
  readonly lawful?: readonly string[];
  readonly told?: boolean;
  readonly others?: readonly string[];
  readonly limit?: number;
  readonly pattern?: string;
  readonly patterns?: readonly string[];
  readonly passports?: boolean;
  readonly algorithm?: string;
  readonly codes?: readonly CodeEntry[];
  readonly several?: boolean;
  readonly allowed?: readonly string[];
  readonly time?: boolean;
  readonly minimum?: number | null;
  readonly maximum?: number | null;
  readonly decimals?: number;
  readonly when?: readonly Clause[];
  readonly then?: readonly Clause[];
}

/** One check of one rule, asked of each of the fields by itself. */
export interface Check {
  readonly rule: string;
  readonly kind: string;
  readonly fields: readonly string[];
  readonly severity: string;
  readonly title: string;
  readonly params: Params;
}

/** What a record consists of and what is asked of it. */
export interface RecordInfo {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly FieldInfo[];
  readonly checks: readonly Check[];
}

type Texts = ReadonlyMap<string, string>;
type Judge = (params: Params, name: string, held: Texts, texts: Texts) => boolean;

const DASHES = /^[-—–－―_/／\\＼.。…]+$/u;
const CITIZEN = /^[0-9]{17}[0-9X]$/u;
const PASSPORT = /^(?:[A-Z]{1,3}[0-9]{6,9}|[0-9]{8,9}|[HM][0-9]{8,10}|[A-Z]{1,2}[0-9]{6}\([0-9A]\))$/u;
const OTHER_DOCUMENT = /护照|通行证|居留|回乡证|台胞证|[Pp]assport/u;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;
const BLANKS = /^[ \t\r\n\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+|[ \t\r\n\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+$/gu;
const DECORATION = /[\s\u200b\ufeff“”"'‘’「」《》〈〉（）()[\]【】·]/gu;
const CITY = "上海市";
const DAY = /^([0-9]{4})\/([0-9]{2})\/([0-9]{2})(?: ([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?$/u;
const NUMBER = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/u;
const NOTE = /^ *(?:[（(]([^）)]*)[）)]|[：:\-—]([\s\S]*))/u;
const SEPARATOR = /^[；;，,、/ ]+/u;
const [OLDEST, EARLIEST_BIRTH, LATEST] = [1949, 1850, 2199];

/** What is wrong, at most one problem for a field: the one that the rest would follow from. */
export function problemsOf(value: unknown, info: RecordInfo): Problem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ rule: "no-record", field: "", severity: "error", message: "不是记录 / no record" }];
  }
  const found = new Map<string, Problem>();
  const texts = new Map<string, string>();
  const known = new Set(info.fields.map((field) => field.name));
  for (const [name, text] of Object.entries(value) as [string, unknown][]) {
    if (!known.has(name)) {
      found.set(name, problem("unknown-field", name, "没有这个数据项 / there is no such field"));
    } else if (typeof text === "string") {
      if (text !== "") texts.set(name, text);
    } else if (text !== null && text !== undefined) {
      found.set(name, problem("no-text", name, "值应为文本 / a value is text"));
    }
  }
  const ordered = KINDS.flatMap(([kind, judge]) =>
    info.checks.filter((check) => check.kind === kind).map((check) => ({ check, judge })),
  );
  if (ordered.length !== info.checks.length) throw new Error(`${info.id}: a check of an unknown kind`);
  const empties = new Map<string, Params>();
  for (const { check } of ordered) {
    if (check.kind === "placeholder") check.fields.forEach((name) => empties.set(name, check.params));
  }
  const held = new Map([...texts].filter(([name, text]) => !empty(text, empties.get(name) ?? {})));
  for (const { check, judge } of ordered) {
    for (const name of check.fields) {
      if (!found.has(name) && !judge(check.params, name, held, texts)) {
        found.set(name, { rule: check.rule, field: name, severity: check.severity, message: check.title });
      }
    }
  }
  return [...found.values()];
}

/** The checks of a data item: those of its record type but for `drop` (kind and field), and its own. */
export function changed(checks: readonly Check[], drop: readonly (readonly [string, string])[], add: readonly Check[]): Check[] {
  const gone = (kind: string, name: string): boolean => drop.some((one) => one[0] === kind && one[1] === name);
  const kept = checks.map((check) => ({ ...check, fields: check.fields.filter((name) => !gone(check.kind, name)) }));
  return [...kept.filter((check) => check.fields.length > 0), ...add];
}

/** The values that a text names; null where it is none of the list. */
export function readCodes(codes: readonly CodeEntry[], several: boolean, text: string): CodeValue[] | null {
  const names = codes
    .flatMap((entry) => [entry.written, ...entry.aliases].map((name) => ({ name, entry })))
    .filter(({ name }) => text.startsWith(name))
    .sort((one, other) => other.name.length - one.name.length);
  for (const { name, entry } of names) {
    const rest = text.slice(name.length);
    const note = entry.noteAllowed ? NOTE.exec(rest) : null;
    const readings: [CodeValue, string][] = [[{ entry, note: null }, rest]];
    if (note) readings.unshift([{ entry, note: note[1] ?? note[2] ?? "" }, rest.slice(note[0].length)]);
    for (const [value, left] of readings) {
      if (left === "") return [value];
      const separator = several ? SEPARATOR.exec(left) : null;
      const others = separator ? readCodes(codes, several, left.slice(separator[0].length)) : null;
      if (others) return [value, ...others];
    }
  }
  return null;
}

/** Year, month and day of `YYYY/MM/DD`; null where it is no day of the calendar or written otherwise. */
export function readDay(text: string, time = false, oldest: number = OLDEST): [number, number, number] | null {
  const parts = DAY.exec(text);
  if (!parts || (parts[4] !== undefined && !time)) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  const right = day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
  return right && year >= oldest && year <= LATEST ? [year, month, day] : null;
}

function problem(rule: string, field: string, message: string): Problem {
  return { rule, field, severity: "error", message };
}

function empty(text: string, params: Params): boolean {
  const bare = text.replace(BLANKS, "");
  return bare === "" || placeholder(bare, params);
}

function placeholder(bare: string, params: Params): boolean {
  if (params.lawful?.includes(bare)) return false;
  return (params.words?.includes(bare) ?? false) || DASHES.test(bare);
}

function fits(pattern: string, text: string): boolean {
  return new RegExp(pattern, "u").test(text);
}

function noted(params: Params, held: Texts): boolean {
  return (params.others ?? []).some((name) => OTHER_DOCUMENT.test(held.get(name) ?? ""));
}

function codesOf(params: Params, text: string): CodeValue[] | null {
  return readCodes(params.codes ?? [], params.several ?? false, text);
}

function holds(clause: Clause, held: Texts): boolean {
  const text = held.get(clause.field);
  return clause.equals_in ? text !== undefined && clause.equals_in.includes(text) : (text !== undefined) === clause.present;
}

function day(text: string | undefined): number | null {
  const read = text === undefined ? null : readDay(text.slice(0, 10));
  return read ? read[0] * 10000 + read[1] * 100 + read[2] : null;
}

/** Of a number that is written plainly: whether it lies between the limits and has no more decimals. No float is made of it. */
function inRange(text: string, params: Params): boolean {
  const parts = NUMBER.exec(text);
  if (!parts) return false;
  const fraction = (parts[3] ?? "").replace(/0+$/u, "");
  const whole = BigInt(parts[2] ?? "0");
  const [minimum, maximum] = [params.minimum ?? null, params.maximum ?? null];
  const negative = parts[1] === "-" && (whole !== 0n || fraction !== "");
  const compared = (limit: number): number => {
    const value = negative ? -whole : whole;
    if (value !== BigInt(limit)) return value < BigInt(limit) ? -1 : 1;
    return fraction === "" ? 0 : negative ? -1 : 1;
  };
  if (minimum !== null && compared(minimum) < 0) return false;
  if (maximum !== null && compared(maximum) > 0) return false;
  return fraction.length <= (params.decimals ?? 0);
}

const USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Sum of the characters' values, each times its weight, by a modulus. */
function weighed(text: string, alphabet: string, weights: readonly number[], modulus: number): number {
  return weights.reduce((sum, weight, place) => (sum + alphabet.indexOf(text.charAt(place)) * weight) % modulus, 0);
}

function powers(base: number, modulus: number, count: number): number[] {
  const found = [1];
  while (found.length < count) found.push(((found[found.length - 1] ?? 1) * base) % modulus);
  return found;
}

const USCC_WEIGHTS = powers(3, 31, 17);
const CITIZEN_WEIGHTS = powers(2, 11, 18).slice(1).reverse();

/** Check digits. What has not the shape that an algorithm needs is right here; its shape is told by another check. */
export const RIGHT: Readonly<Record<string, (text: string) => boolean>> = {
  gb32100: (text) => {
    if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/u.test(text)) return true;
    return USCC.charAt((31 - weighed(text, USCC, USCC_WEIGHTS, 31)) % 31) === text.charAt(17) && organisation(text.slice(8, 17));
  },
  gb11714: (text) => organisation(text.replace("-", "")),
  gb11643: (text) => !CITIZEN.test(text) || "10X98765432".charAt(weighed(text, LETTERS, CITIZEN_WEIGHTS, 11)) === text.charAt(17),
  gs15: (text) => {
    if (!/^[0-9]{15}$/u.test(text)) return true;
    let product = 10;
    for (const sign of text.slice(0, 14)) product = (((product + Number(sign)) % 10 || 10) * 2) % 11;
    return (11 - product) % 10 === Number(text.charAt(14));
  },
};

function organisation(bare: string): boolean {
  if (!/^[0-9A-Z]{9}$/u.test(bare)) return true;
  return "0X987654321".charAt(weighed(bare, LETTERS, [3, 7, 9, 10, 5, 8, 4, 2], 11)) === bare.charAt(8);
}

function right(algorithm: string | undefined, text: string): boolean {
  const judge = RIGHT[algorithm ?? ""];
  if (!judge) throw new Error(`no check digit is called ${String(algorithm)}`);
  return judge(text);
}

/** Judged where the field holds a value. */
function of(judge: (text: string, params: Params, held: Texts) => boolean): Judge {
  return (params, name, held) => {
    const text = held.get(name);
    return text === undefined || judge(text, params, held);
  };
}

/** In the order in which they are asked: what stands first makes what follows idle. */
const KINDS: readonly (readonly [string, Judge])[] = [
  ["required", (params, name, held) => held.has(name)],
  [
    "placeholder",
    (params, name, held, texts) => {
      const bare = (texts.get(name) ?? "").replace(BLANKS, "");
      return params.told !== true || bare === "" || !placeholder(bare, params);
    },
  ],
  ["one_of", (params, name, held) => held.has(name) || (params.others ?? []).some((other) => held.has(other))],
  ["control_character", of((text) => !CONTROL.test(text))],
  ["lost_character", of((text) => !text.includes("\ufffd"))],
  ["surrounding_blanks", of((text) => text === text.replace(BLANKS, ""))],
  ["masked", of((text) => !/[*＊]/u.test(text))],
  ["code_list", of((text, params) => codesOf(params, text) !== null)],
  [
    "value_of_item",
    of((text, params) => {
      if (!params.codes) return params.allowed?.includes(plain(text)) ?? false;
      return (codesOf(params, text) ?? []).every((one) => params.allowed?.includes(one.entry.code));
    }),
  ],
  ["date", of((text, params) => (params.words?.includes(text) ?? false) || readDay(text, params.time) !== null)],
  ["date_form", of((text, params) => !params.words?.includes(text))],
  ["number_range", of(inRange)],
  ["pattern", of((text, params) => fits(params.pattern ?? "", text))],
  [
    "identifier_kind",
    of((text, params, held) => {
      if (noted(params, held) || params.patterns?.some((pattern) => fits(pattern, text))) return true;
      return params.passports === true && PASSPORT.test(text);
    }),
  ],
  ["checksum", of((text, params, held) => noted(params, held) || right(params.algorithm, text))],
  [
    "birth_date",
    of((text, params, held) => {
      if (!CITIZEN.test(text) || noted(params, held)) return true;
      return readDay(`${text.slice(6, 10)}/${text.slice(10, 12)}/${text.slice(12, 14)}`, false, EARLIEST_BIRTH) !== null;
    }),
  ],
  [
    "same_organisation",
    of((text, params, held) => {
      const whole = held.get(params.others?.[0] ?? "");
      return whole === undefined || text.replace("-", "") === whole.slice(8, 17);
    }),
  ],
  [
    "comparison",
    of((text, params, held) => {
      const [later, earlier] = [day(text), day(held.get(params.others?.[0] ?? ""))];
      return later === null || earlier === null || later >= earlier;
    }),
  ],
  [
    "condition",
    (params, name, held) =>
      !(params.when ?? []).every((clause) => holds(clause, held)) || (params.then ?? []).every((clause) => holds(clause, held)),
  ],
  [
    "other_needs_note",
    of((text, params, held) => {
      if (params.others?.some((other) => held.has(other))) return true;
      return !(codesOf(params, text) ?? []).some((one) => one.entry.noteAllowed && (one.note ?? "").trim() === "");
    }),
  ],
  ["max_length", of((text, params) => [...text].length <= (params.limit ?? 0))],
];

/** A name as it is compared: without quotes, brackets and blanks in it, and without the city's name in front. */
function plain(name: string): string {
  const bare = name.replace(DECORATION, "");
  return bare.startsWith(CITY) ? bare.slice(CITY.length) : bare;
}
