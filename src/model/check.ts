// The shape of a pre-sign check's answer. Types only.

export type Verdict = 'pass' | 'warn' | 'block' | 'unknown';

/** Graver than a plain warning; colours and words follow it. */
export type Severity = 'notice' | 'warning' | 'red' | 'typed';

export type CheckResult = {
  /** Stable name of the rule, for example `minimum-stake`. */
  id: string;
  verdict: Verdict;
  /** Set exactly when the verdict is warn. */
  severity?: Severity;
  /** The user must say yes to this very thing before anything is signed; every `unknown` asks for it too. */
  needsYes?: true;
  /** Key in _locales; figures go in as `values`, formatted when shown. */
  messageKey: string;
  /** In the order of the sentence's placeholders: the first is $1. The remedy's sentence takes the same. */
  values: Readonly<Record<string, CheckValue>>;
  /** Key of the sentence that says what to do about it, when something can be done. */
  remedyKey?: string;
  /** `Pallet.Error` that the chain would answer if this were sent all the same. */
  chainError?: string;
};

export type CheckValue =
  | { unit: 'rao'; amount: bigint }
  | { unit: 'alpha'; amount: bigint; netuid: number }
  | { unit: 'ppm'; amount: bigint }
  | { unit: 'blocks' | 'count' | 'netuid' | 'block'; amount: number }
  | { unit: 'text' | 'address'; text: string };
