/*
 * An integrator's first hour in TypeScript: records are judged before they are sent, and only right ones are.
 *
 *   cd examples/integrators/typescript
 *   npm install --no-save typescript@5
 *   conformance generate typescript --output standard
 *   npx tsc -p standard && npx tsc -p .
 *   node run.mjs ../licences.json right.json
 */
import { ApprovalCategory, isLicence, validateLicence, type Licence } from "./standard/dist/index.js";

export interface Judged {
  /** Lines to show: a number for each record, and below it the field and the rule of each problem. */
  readonly lines: string[];
  readonly right: Licence[];
}

/** What is wrong with records that come from anywhere, and those with which nothing is wrong. */
export function judged(records: readonly unknown[]): Judged {
  const lines: string[] = [];
  const right: Licence[] = [];
  records.forEach((record, place) => {
    const problems = validateLicence(record);
    lines.push(`${place + 1}: ${problems.length}`);
    problems.forEach((problem) => lines.push(`  ${problem.field} ${problem.rule}`));
    // The guard makes a Licence of what was unknown.
    if (isLicence(record)) right.push(record);
  });
  for (const licence of right) {
    const ordinary = licence.approval_category === ApprovalCategory.ORDINARY;
    lines.push(`${licence.document_number} ${ordinary}`);
  }
  return { lines, right };
}
