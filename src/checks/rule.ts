// A rule: data about one possible problem, and one function from facts to a finding. Where a needed fact is unknown,
// the finding is `unknown` and `judge` is not called.
import type { Reading } from '../model/facts.ts';
import type {
  CheckFigures,
  CheckId,
  CheckResult,
  CheckValues,
  Severity,
  ValueIn,
  Verdict,
} from '../model/check.ts';
import type { FigureOf, SentenceKey, SentenceTaking } from '../sentences.ts';

type Pascal<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Capitalize<Head>}${Pascal<Tail>}`
  : Capitalize<Text>;

/** The key of a verdict's sentence, if there is one. */
type SentenceOf<Id extends CheckId, Given extends Verdict> = Extract<
  SentenceKey,
  `check${Pascal<Id>}${Capitalize<Given>}`
>;

/** The verdicts of a rule that have a sentence: it may give no other. */
type VerdictOf<Id extends CheckId> = {
  [Given in Verdict]: [SentenceOf<Id, Given>] extends [never] ? never : Given;
}[Verdict];

type Optional<Of> = {
  [Name in keyof Of]-?: object extends Pick<Of, Name> ? Name : never;
}[keyof Of];

/** What must be told: with a warning or a block all figures of the rule, as the remedy too may take them. */
type Needed<Id extends CheckId, Given extends Verdict> =
  | FigureOf<SentenceOf<Id, Given>>
  | (Given extends 'warn' | 'block'
      ? Exclude<keyof CheckFigures[Id], Optional<CheckFigures[Id]>>
      : never);

/**
 * The figures of a finding by name, each in its unit. A figure that a sentence takes and its rule lacks, or tells in another
 * unit, does not compile.
 */
type ValuesOf<Id extends CheckId, Given extends Verdict> = {
  readonly [Name in Needed<Id, Given>]: Name extends keyof CheckFigures[Id]
    ? ValueIn<NonNullable<CheckFigures[Id][Name]>>
    : never;
} & { readonly [Name in keyof CheckFigures[Id]]?: ValueIn<NonNullable<CheckFigures[Id][Name]>> };

type Told = {
  pass: object;
  warn: { severity: Severity; needsYes?: true };
  block: { chainError?: string };
  unknown: object;
};

export type Finding<Id extends CheckId> = {
  [Given in VerdictOf<Id>]: { verdict: Given; values: ValuesOf<Id, Given> } & Told[Given];
}[VerdictOf<Id>];

type Remedied<Id extends CheckId> = Extract<VerdictOf<Id>, 'warn' | 'block' | 'unknown'>;

type Spec<Id extends CheckId, Subject, Needs> = {
  id: Id;
  /** Every verdict that the rule can give. */
  verdicts: readonly VerdictOf<Id>[];
  /** false: the rule gives no result for this subject. */
  applies: (subject: Subject) => boolean;
  /** The facts that the rule needs; an unknown fact makes the verdict `unknown`. */
  needs: (subject: Subject) => Reading<Needs>;
  /** null: it does not apply after all. */
  judge: (subject: Subject, needed: Needs) => Finding<Id> | null;
  /** Key of the remedy's sentence, by verdict. */
  remedyKeys?: Partial<Record<Remedied<Id>, SentenceTaking<keyof CheckFigures[Id] & string>>>;
};

export type Rule<Subject> = {
  id: string;
  verdicts: readonly Verdict[];
  remedyKeys: readonly string[];
  /** null: the rule does not apply. */
  check: (subject: Subject) => CheckResult | null;
};

type None = object;

// A finding without figures is of another type: left to itself, the compiler would take those asked for as given.
export function pass(): { verdict: 'pass'; values: None };
export function pass<const V extends CheckValues>(values: V): { verdict: 'pass'; values: V };
export function pass(values: CheckValues = {}): { verdict: 'pass'; values: CheckValues } {
  return { verdict: 'pass', values };
}

type Warning<V> = { verdict: 'warn'; severity: Severity; values: V };

export function warn(severity: Severity): Warning<None>;
export function warn<const V extends CheckValues>(severity: Severity, values: V): Warning<V>;
export function warn(severity: Severity, values: CheckValues = {}): Warning<CheckValues> {
  return { verdict: 'warn', severity, values };
}

type Asking<V> = Warning<V> & { needsYes: true };

/** A warning that the user must accept explicitly. */
export function needsYes(severity: Severity): Asking<None>;
export function needsYes<const V extends CheckValues>(severity: Severity, values: V): Asking<V>;
export function needsYes(severity: Severity, values: CheckValues = {}): Asking<CheckValues> {
  return { verdict: 'warn', severity, needsYes: true, values };
}

type Block<V> = { verdict: 'block'; values: V; chainError?: string };

export function block(): Block<None>;
export function block<const V extends CheckValues>(values: V, chainError?: string): Block<V>;
export function block(values: CheckValues = {}, chainError?: string): Block<CheckValues> {
  return { verdict: 'block', values, ...(chainError === undefined ? {} : { chainError }) };
}

/** What cannot be told; figures are shown with no other verdict's sentence. */
export const notKnown = { verdict: 'unknown', values: {} } as const;

/** A known reading of nothing: for rules that need no fact beyond the plan itself. */
export const nothingNeeded = (): Reading<null> => ({ known: true, value: null });

/** Both, or the first that is missing. */
export function both<A, B>(a: Reading<A>, b: Reading<B>): Reading<readonly [A, B]> {
  if (!a.known) return a;
  return b.known ? { known: true, value: [a.value, b.value] } : b;
}

/** All, or the first that is missing. */
export function every<T>(readings: readonly Reading<T>[]): Reading<readonly T[]> {
  const values: T[] = [];
  for (const reading of readings) {
    if (!reading.known) return reading;
    values.push(reading.value);
  }
  return { known: true, value: values };
}

/** `minimum-stake` and `block` → `checkMinimumStakeBlock`. */
export function messageKeyOf(id: string, verdict: CheckResult['verdict']): string {
  const words = [...id.split('-'), verdict];
  return `check${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}

/** A finding as a rule's result has it, whichever rule it is of. */
type AnyFinding = {
  verdict: Verdict;
  values: CheckValues;
  severity?: Severity;
  needsYes?: true;
  chainError?: string;
};

function resultOf(id: string, finding: AnyFinding, remedyKey: string | undefined): CheckResult {
  const { verdict, values, severity, needsYes: asks, chainError } = finding;
  return {
    id,
    verdict,
    messageKey: messageKeyOf(id, verdict),
    values,
    ...(severity === undefined ? {} : { severity }),
    ...(asks === undefined ? {} : { needsYes: asks }),
    ...(chainError === undefined ? {} : { chainError }),
    ...(remedyKey === undefined ? {} : { remedyKey }),
  };
}

export function rule<Id extends CheckId, Subject, Needs>(
  spec: Spec<Id, Subject, Needs>,
): Rule<Subject> {
  const { id, verdicts, applies, needs, judge } = spec;
  const remedyKeys: Partial<Record<Verdict, string>> = spec.remedyKeys ?? {};
  const check = (subject: Subject): CheckResult | null => {
    if (!applies(subject)) return null;
    const needed = needs(subject);
    const finding: AnyFinding | null = needed.known ? judge(subject, needed.value) : notKnown;
    return finding === null ? null : resultOf(id, finding, remedyKeys[finding.verdict]);
  };
  return { id, verdicts, remedyKeys: Object.values(remedyKeys), check };
}
