// What became of the mutants: a table by file, then each that survived. Knows which change nothing: equivalents.json.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { Mutant } from './find-mutants.ts';

export type Verdict = {
  mutant: Mutant;
  outcome: 'killed' | 'hung' | 'died' | 'survived' | 'unreached';
  by?: string;
  error?: string;
  /** Files of tests that the budget left out. */
  left?: number;
};

/** A mutant that no input can tell from the original, and why in a line. */
type Equivalent = { file: string; text: string; operator: string; to: string; proof: string };

const EQUIVALENTS = 'test/tools/mutate/equivalents.json';
const equivalents: Equivalent[] = JSON.parse(readFileSync(EQUIVALENTS, 'utf8'));

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

export const isEquivalent = (mutant: Mutant): boolean =>
  equivalents.some(
    ({ file, text, operator, to }) =>
      file === mutant.file &&
      text === mutant.text &&
      operator === mutant.operator &&
      to === oneLine(mutant.to),
  );

type Row = { mutants: number; killed: number; equivalent: number; survived: number };

const percent = ({ mutants, killed, equivalent }: Row): string =>
  mutants === equivalent ? '' : `${((100 * killed) / (mutants - equivalent)).toFixed(1)} %`;

export function printReport(folder: string, verdicts: readonly Verdict[]): void {
  const rows = new Map<string, Row>();
  const sum: Row = { mutants: 0, killed: 0, equivalent: 0, survived: 0 };
  const survivors: Verdict[] = [];
  for (const verdict of verdicts) {
    const { mutant, outcome } = verdict;
    const row = rows.get(mutant.file) ?? { mutants: 0, killed: 0, equivalent: 0, survived: 0 };
    rows.set(mutant.file, row);
    const isDead = ['killed', 'hung', 'died'].includes(outcome);
    const place = isDead ? 'killed' : isEquivalent(mutant) ? 'equivalent' : 'survived';
    if (place === 'survived') survivors.push(verdict);
    for (const one of [row, sum]) {
      one.mutants += 1;
      one[place] += 1;
    }
  }
  const line = (name: string, row: Row): string =>
    [
      name.padEnd(44),
      ...[row.mutants, row.killed, row.equivalent, row.survived].map((n) => String(n).padStart(8)),
      percent(row).padStart(9),
    ].join('');
  console.log(`\n${'file'.padEnd(44)} mutants  killed   equal survived    killed of the rest`);
  for (const [file, row] of rows) console.log(line(file, row));
  console.log(line(folder, sum));
  if (sum.equivalent * 10 > sum.mutants) {
    console.log('More than one in ten counts as equivalent: look at each again.');
    process.exitCode = 1;
  }
  const files = new Set(verdicts.map(({ mutant }) => mutant.file));
  for (const { file, text } of equivalents) {
    if (!files.has(file) || readFileSync(file, 'utf8').includes(text)) continue;
    console.log(`equivalents.json names a line that is not there any more: ${file}: ${text}`);
    process.exitCode = 1;
  }
  const count = (wanted: string): number =>
    verdicts.filter(({ outcome }) => outcome === wanted).length;
  console.log(`of the killed: ${count('hung')} hung, ${count('died')} ended the process`);
  // On a busy machine one may only have been kept waiting: whoever doubts it looks here.
  for (const { mutant, outcome, by } of verdicts) {
    if (outcome === 'hung') {
      console.log(`hung: ${mutant.file}:${mutant.line} ${oneLine(mutant.to)} (${by ?? ''})`);
    }
  }
  for (const { mutant, outcome, left = 0 } of survivors) {
    const { file, line: at, operator, from, to, text } = mutant;
    const note =
      outcome === 'unreached'
        ? ', no test reaches it'
        : left > 0
          ? `, ${left} groups of tests not run`
          : '';
    console.log(`\n${file}:${at} ${operator}${note}\n    ${text}`);
    console.log(`  - ${oneLine(from)}\n  + ${oneLine(to)}`);
  }
}
