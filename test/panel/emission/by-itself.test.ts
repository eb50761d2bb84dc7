// What the screen about concentration reads without being asked: which subnets first, and no more than once an hour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SurveyRow } from '../../../src/model/records.ts';
import {
  keptStakes,
  mayReadByItself,
  subnetsByWorth,
} from '../../../src/panel/emission/by-itself.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import { toAlphaRao, toNetuid } from '../../../src/units.ts';
import { emissionFacts, subnetFacts } from '../../emission/sample-facts.ts';

const known = <T>(value: T) => ({ known: true, value }) as const;
const missing = { known: false, reason: 'unreadable' } as const;
const HEAD = 9_000_000;

test('root comes first, then the alpha that is worth most; what has no price comes last', () => {
  const facts = emissionFacts(HEAD, [
    subnetFacts(1, { nodePrice: missing }),
    subnetFacts(0),
    subnetFacts(2, { nodePrice: known(10n) }),
    subnetFacts(3, { nodePrice: known(30n) }),
    // Half of its alpha is the chain's own.
    subnetFacts(4, {
      nodePrice: known(40n),
      protocolAlpha: known(toAlphaRao(50_000n * 1_000_000_000n)),
    }),
    subnetFacts(5, { protocolAlpha: missing }),
  ]);
  assert.deepEqual(subnetsByWorth(facts), [0, 3, 4, 2, 1, 5]);
});

test('nothing is read by itself within an hour of a reading of many subnets, in this panel or another', () => {
  const row = (netuid: number, block: number): SurveyRow => ({
    netuid: toNetuid(netuid),
    locks: null,
    validators: { block, count: 1, largestPpm: 1n, needed: 1 },
  });
  const rows = (count: number, block: number) => ({
    genesisHash: '0x00' as const,
    rows: Array.from({ length: count }, (_none, index) => row(index + 1, block)),
  });
  assert.ok(mayReadByItself(null, HEAD));
  assert.ok(!mayReadByItself(rows(48, HEAD - 299), HEAD));
  assert.ok(mayReadByItself(rows(48, HEAD - 300), HEAD));
  assert.ok(mayReadByItself(rows(15, HEAD), HEAD), 'a few, as Compare reads them');
  assert.ok(!mayReadByItself(rows(16, HEAD), HEAD));
  const locks = rows(48, HEAD).rows.map((one) => ({ ...one, validators: null }));
  assert.ok(mayReadByItself({ genesisHash: '0x00', rows: locks }, HEAD));
});

test('what was read is of one chain and of one panel', () => {
  const call: Call = () => Promise.reject(new RangeError('not asked'));
  const model = keptStakes(call, '0x01');
  assert.equal(keptStakes(call, '0x01'), model);
  const other = keptStakes(call, '0x02');
  assert.notEqual(other, model);
  const elsewhere: Call = () => Promise.reject(new RangeError('not asked'));
  assert.notEqual(keptStakes(elsewhere, '0x02'), other);
});
