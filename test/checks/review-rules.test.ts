// Each rule about the moment of review at each of its verdicts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reviewRules } from '../../src/checks/all-rules.ts';
import type { CheckResult, Severity, Verdict } from '../../src/model/check.ts';
import type { ReviewContext, Signer } from '../../src/checks/review-context.ts';
import { neededYeses, percentToType } from '../../src/checks/acceptance.ts';
import { firstBlock } from '../../src/checks/run-checks.ts';
import type { Move } from '../../src/model/move.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { reviewPlan } from '../../src/moves/review-plan.ts';
import { toAlphaRao, toRao } from '../../src/units.ts';
import {
  FRIEND,
  HOTKEY,
  known,
  ME,
  OTHER_HOTKEY,
  sampleFacts,
  SN1,
  TERMS,
  unknown,
} from '../moves/sample-facts.ts';
import { figuresIn } from './sentence-of.ts';

const stake: Move = {
  kind: 'stake',
  coldkey: ME,
  hotkey: HOTKEY,
  netuid: SN1,
  amount: toRao(300_000_000_000n),
};
const within: Move = {
  ...stake,
  kind: 'change-validator',
  toHotkey: OTHER_HOTKEY,
  amount: toAlphaRao(1_000_000_000_000n),
};
const wallet: Signer = { kind: 'wallet', name: 'Talisman', keyType: 'sr25519', genesisHash: null };
const block = { hash: '0xb10c', number: 9_240_388 } as const;

function context(part: Partial<ReviewContext> = {}, move: Move = stake): ReviewContext {
  return {
    plan: planMove(move, TERMS, sampleFacts()),
    exactness: { state: 'identical' },
    proof: { state: 'proven', block },
    head: known(9_240_390),
    oldestBlocks: 5,
    impactLimitBps: 200,
    signer: wallet,
    destination: null,
    destinationForm: null,
    ...part,
  };
}

type Row = {
  id: string;
  verdict: Verdict;
  part: Partial<ReviewContext>;
  severity?: Severity;
  asks?: true;
};
const row = (
  id: string,
  verdict: Verdict,
  part: Partial<ReviewContext> = {},
  rest: Partial<Row> = {},
): Row => ({ id, verdict, part, ...rest });

const table: readonly Row[] = [
  row('node-agrees', 'pass'),
  row('node-agrees', 'pass', { exactness: { state: 'model-proven' } }),
  row('node-agrees', 'block', { exactness: { state: 'differs', leg: 0, local: 2n, node: 1n } }),
  row(
    'node-agrees',
    'warn',
    { exactness: { state: 'unverified' } },
    { severity: 'warning', asks: true },
  ),
  row('node-answered', 'block', { exactness: { state: 'unanswered' } }),
  row('node-answered', 'block', { exactness: { state: 'checking' } }),
  row('model-proven', 'pass'),
  row('model-proven', 'block', { proof: { state: 'differs', block, netuid: SN1 } }),
  row('model-proven', 'block', { proof: { state: 'no-model' } }),
  row(
    'model-proven',
    'warn',
    { proof: { state: 'no-simulation' } },
    { severity: 'warning', asks: true },
  ),
  row('model-proven', 'unknown', { proof: { state: 'untested' } }),
  row('quote-age', 'pass', { head: known(9_240_393) }),
  row('quote-age', 'block', { head: known(9_240_394) }),
  row('quote-age', 'unknown', { head: unknown }),
  row('quote-age', 'pass', { head: known(9_240_383) }),
  row('quote-age', 'unknown', { head: known(9_240_382) }),
  row('own-impact-limit', 'pass'),
  row('own-impact-limit', 'warn', { impactLimitBps: 100 }, { severity: 'notice' }),
  row('signer', 'pass'),
  row('signer', 'block', { signer: { kind: 'nobody' } }),
  row('key-type', 'pass'),
  row('key-type', 'block', { signer: { ...wallet, keyType: 'ethereum' } }),
  row('wallet-network', 'pass', { signer: { ...wallet, genesisHash: '0x9e7e' } }),
  row('wallet-network', 'block', { signer: { ...wallet, genesisHash: '0xabcd' } }),
  row('destination-confirmed', 'pass', { destination: 'confirmed' }),
  row(
    'destination-confirmed',
    'warn',
    { destination: 'unconfirmed' },
    { severity: 'red', asks: true },
  ),
  row('destination-typed', 'warn', { destination: 'typed' }, { severity: 'notice' }),
  row(
    'destination-form',
    'warn',
    {
      plan: planMove({ ...within, kind: 'transfer', toColdkey: FRIEND }, TERMS, sampleFacts()),
      exactness: { state: 'no-trade' },
      destination: 'typed',
      destinationForm: { text: '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5', prefix: 0 },
    },
    { severity: 'red', asks: true },
  ),
];

function checkOf({ id, part }: Row): CheckResult | undefined {
  return reviewPlan(context(part)).find((check) => check.id === id);
}

for (const one of table) {
  test(`${one.id} answers ${one.verdict} (${JSON.stringify(Object.keys(one.part))})`, () => {
    const check = checkOf(one);
    assert.ok(check, 'the rule speaks');
    const keys = [check.messageKey, check.remedyKey ?? check.messageKey];
    const figures = new Set(Object.keys(check.values));
    const missing = keys.flatMap(figuresIn).filter((name) => !figures.has(name));
    assert.deepEqual(missing, [], 'a sentence has all its figures');
    assert.equal(check.verdict, one.verdict);
    assert.equal(check.severity, one.severity);
    assert.equal(check.needsYes, one.asks);
  });
}

test('every rule about the moment of review is shown at every verdict it can give', () => {
  const shown = new Set(table.map(({ id, verdict }) => `${id} ${verdict}`));
  const named = reviewRules.flatMap(({ id, verdicts }) =>
    verdicts.map((verdict) => `${id} ${verdict}`),
  );
  assert.deepEqual(named.toSorted(), [...shown].toSorted());
});

/** What the ticket wants of the user before it opens the wallet. */
function readinessOf(reviewed: ReviewContext): 'blocked' | 'needs-typing' | 'needs-yes' | 'ready' {
  const checks = reviewPlan(reviewed);
  if (firstBlock(checks) !== null) return 'blocked';
  if (percentToType(checks) !== null) return 'needs-typing';
  const { plan, exactness } = reviewed;
  return neededYeses(plan, exactness, checks).length > 0 ? 'needs-yes' : 'ready';
}

test('an impact of just the own limit is within it', () => {
  const { plan } = context();
  const [leg] = plan.legs;
  assert.ok(leg);
  const verdict = (priceImpactPpm: bigint) =>
    checkOf(
      row('own-impact-limit', 'pass', {
        plan: { ...plan, legs: [{ ...leg, priceImpactPpm }] },
        impactLimitBps: 200,
      }),
    )?.verdict;
  assert.deepEqual([19_999n, 20_000n, 20_001n].map(verdict), ['pass', 'pass', 'warn']);
});

test('a foreign form is told only of what was typed, by its prefix and the name that is known', () => {
  const plan = planMove({ ...within, kind: 'transfer', toColdkey: FRIEND }, TERMS, sampleFacts());
  const told = (destination: ReviewContext['destination'], prefix: number | null) => {
    const form = prefix === null ? null : { text: 'as typed', prefix };
    const part = { plan, destination, destinationForm: form };
    return checkOf(row('destination-form', 'warn', part))?.values['network'];
  };
  assert.deepEqual(told('typed', 0), { unit: 'text', text: '0, Polkadot' });
  assert.deepEqual(told('typed', 2), { unit: 'text', text: '2, Kusama' });
  assert.deepEqual(told('typed', 7), { unit: 'text', text: '7' });
  assert.equal(told('typed', null), undefined);
  assert.equal(told('confirmed', 0), undefined);
});

test('stake that moves as it is has no quote for a node to confirm', () => {
  const reviewed = context({ exactness: { state: 'no-trade' } }, within);
  const checks = reviewPlan(reviewed);
  const ids = checks.map(({ id }) => id);
  for (const id of ['node-agrees', 'node-answered', 'model-proven', 'own-impact-limit']) {
    assert.equal(ids.includes(id), false, id);
  }
  assert.equal(readinessOf(reviewed), 'ready');
});

test('what stands between the user and the wallet goes by the gravest answer: blocked, typing, a yes, ready', () => {
  const readiness = (part: Partial<ReviewContext>) => readinessOf(context(part));
  assert.equal(readiness({}), 'ready');
  assert.equal(readiness({ exactness: { state: 'unverified' } }), 'needs-yes');
  assert.equal(readiness({ proof: { state: 'untested' } }), 'needs-yes');
  assert.equal(readiness({ exactness: { state: 'unanswered' } }), 'blocked');
  assert.equal(readiness({ signer: { kind: 'nobody' } }), 'blocked');
  const large: Move = { ...stake, amount: toRao(4_000_000_000_000n) };
  const rich = sampleFacts();
  const coldkey = { ...rich.coldkey, free: toRao(9_000_000_000_000n) };
  const plan = planMove(large, TERMS, { ...rich, coldkey });
  assert.equal(readiness({ plan }), 'needs-typing');
  assert.equal(readiness({ plan, exactness: { state: 'unanswered' } }), 'blocked');
});
