// The result of a check before signing. Types only.

export type Verdict = 'pass' | 'warn' | 'block' | 'unknown';

/** How severe a warning is, ascending; the panel chooses colours and words by it. */
export type Severity = 'notice' | 'warning' | 'red' | 'typed';

export type CheckResult = {
  /** Stable name of the rule, for example `minimum-stake`. */
  id: string;
  verdict: Verdict;
  /** Set exactly when the verdict is warn. */
  severity?: Severity;
  /** The user must accept this finding before anything is signed; every `unknown` needs that too. */
  needsYes?: true;
  /** Key in _locales; figures go in as `values`, formatted when shown. */
  messageKey: string;
  /** By the names of the sentence's figures; the remedy's sentence takes the same. */
  values: Readonly<Record<string, CheckValue>>;
  /** Key of the sentence with the remedy, where there is one. */
  remedyKey?: string;
  /** `Pallet.Error` that the chain would answer if the call were sent anyway. */
  chainError?: string;
};

export type CheckValue =
  | { unit: 'rao'; amount: bigint }
  | { unit: 'alpha'; amount: bigint; netuid: number }
  | { unit: 'ppm'; amount: bigint }
  | { unit: 'blocks' | 'count' | 'netuid' | 'block'; amount: number }
  | { unit: 'text' | 'address'; text: string };
