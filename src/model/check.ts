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
  values: CheckValues;
  /** Key of the sentence with the remedy, where there is one. */
  remedyKey?: string;
  /** `Pallet.Error` that the chain would answer if the call were sent anyway. */
  chainError?: string;
};

/** The runtime's spec, and the newest whose rules are known. */
type Newer = { spec: 'count'; newest: 'count' };

/** What each rule tells: the names of its figures and their units; one with `?` is told with some findings only. */
export type CheckFigures = {
  'account-limit-day': { value: 'rao'; moved: 'rao'; most: 'rao' };
  'account-limit-free': { left: 'rao'; least: 'rao' };
  'account-limit-impact': { impact: 'ppm'; limit: 'ppm' };
  'account-limit-order': { value: 'rao'; most: 'rao' };
  'account-limit-subnet': { netuid: 'netuid' };
  'account-limit-unknown': NoFigures;
  'account-limit-validator': { validator: 'address' };
  'account-limits-unread': NoFigures;
  'all-or-nothing': { items: 'count' };
  'calls-exist': { calls: 'text' };
  'chain-refuses': { error: 'text' };
  'claim-admitted': { validator: 'address' };
  'claim-any-price': NoFigures;
  'claim-believed': { validator: 'address' };
  'claim-fits': NoFigures;
  'claim-forfeits': { lost: 'rao' };
  'claim-hold': { interval?: 'blocks'; from?: 'block' };
  'claim-known': { validator: 'address' };
  'claim-owed': { validator: 'address' };
  'claim-threshold': {
    validator: 'address';
    redeemable: 'rao';
    threshold: 'rao';
    missing: 'rao';
  };
  'claim-together': { validators: 'count' };
  'claim-worth': { brings: 'rao'; fee: 'rao'; lost: 'rao' };
  'coldkey-swap': { from: 'block' };
  'depth-one-source': { impact: 'ppm'; tolerance: 'ppm' };
  'inputs-authors': NoFigures;
  'inputs-one-node': NoFigures;
  'inputs-proven': NoFigures;
  'inputs-two-sources': NoFigures;
  'destination-confirmed': NoFigures;
  'destination-form': { network: 'text'; typed: 'address'; here: 'address' };
  'destination-typed': NoFigures;
  'device-hash': { spec: 'text' };
  'device-size': { bytes: 'count'; limit: 'count' };
  'different-place': NoFigures;
  'dust-exit': { worth: 'rao' };
  'enough-balance': { spendable: 'rao'; missing: 'rao' };
  'enough-stake': { held: 'alpha'; missing: 'alpha' };
  'hotkey-cap': { held: 'count'; most: 'count' };
  'hotkey-earns': { hotkey: 'address' };
  'hotkey-known': { hotkey: 'address' };
  'hotkey-registered': { hotkey: 'address' };
  'hotkey-take': { hotkey: 'address'; take: 'ppm'; limit: 'ppm' };
  'keeps-deposit': { kept: 'rao' };
  'key-type': { wallet: 'text' };
  'accept-changes': NoFigures;
  'accept-locks': NoFigures;
  'lock-amount': NoFigures;
  'lock-decays': { locked: 'alpha'; half: 'blocks' };
  'lock-hotkey': { validator: 'address' };
  'lock-perpetual': { locked: 'alpha' };
  'lock-stake': { total: 'alpha'; locked: 'alpha'; missing: 'alpha' };
  'locked-transfer': { locked: 'alpha' };
  'minimum-guaranteed': NoFigures;
  'minimum-stake': { least: 'rao' };
  'model-exists': { netuid: 'netuid' };
  'model-proven': { block?: 'block' };
  'network-fee': { fee: 'rao' | 'alpha' };
  'node-agrees': { node?: 'rao' | 'alpha'; local?: 'rao' | 'alpha' };
  'node-answered': NoFigures;
  'node-price': { netuid: 'netuid'; node: 'rao'; local: 'rao' };
  'own-impact-limit': { impact: 'ppm'; limit: 'ppm' };
  'pool-can-fill': NoFigures;
  'price-impact': { impact: 'ppm' };
  'price-limit': { tolerance: 'ppm' };
  'quote-age': { age: 'blocks' };
  'receiver-contract': { receiver: 'address' };
  'receiver-empty': NoFigures;
  'receiver-hotkey': { owner: 'address'; receiver: 'address' };
  'receiver-keyless': NoFigures;
  'receiver-own-hotkey': { receiver: 'address' };
  'newer-caps': Newer;
  'newer-hold': Newer;
  'newer-legs': Newer;
  'receipt-readable': NoFigures;
  'runtime-model': { spec: 'count'; ours?: CheckUnit; chain?: CheckUnit };
  residue: { remainder: 'alpha'; brings: 'rao'; missing: 'alpha' };
  'signer-admitted': { least: 'rao' };
  signer: NoFigures;
  'stake-available': { available: 'alpha'; missing: 'alpha' };
  'root-hold': { until: 'block'; left: 'blocks' };
  'safe-mode': { until: 'block' };
  'subnet-age': { netuid: 'netuid'; age: 'blocks' };
  'subnet-exists': { netuid: 'netuid' };
  'subnet-prune': { netuid: 'netuid' };
  'subtoken-enabled': { netuid: 'netuid' };
  'transfer-enabled': { netuid: 'netuid' };
  'wallet-network': { wallet: 'text' };
  'whole-fill': { filled: 'rao' | 'alpha' };
};

type NoFigures = object;

export type CheckId = keyof CheckFigures;

type FigureName = { [Id in CheckId]: keyof CheckFigures[Id] }[CheckId];

/** By the names of the sentence's figures. */
export type CheckValues = { readonly [Name in FigureName]?: CheckValue };

type CheckUnit =
  | 'rao'
  | 'alpha'
  | 'ppm'
  | 'blocks'
  | 'count'
  | 'netuid'
  | 'block'
  | 'text'
  | 'address';

/** A value of that unit. */
export type ValueIn<Unit> = Unit extends 'alpha'
  ? { unit: 'alpha'; amount: bigint; netuid: number }
  : Unit extends 'rao' | 'ppm'
    ? { unit: Unit; amount: bigint }
    : Unit extends 'text' | 'address'
      ? { unit: Unit; text: string }
      : { unit: Unit; amount: number };

export type CheckValue = ValueIn<CheckUnit>;
