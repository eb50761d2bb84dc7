// Where an emission share is heading: from what it is, steadily to where the price leads, and unknown where our model is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareRecorded } from '../../../src/emission/compare-recorded.ts';
import { headingOf } from '../../../src/panel/subnet/heading-model.ts';
import { emissionRecord } from '../../tools/pictures/emission.ts';
import { stored } from '../../tools/pictures/stored.ts';

const { facts, parent } = emissionRecord();
const subnet = stored().snapshot?.snapshot.subnets.find(({ netuid }) => netuid === 64);
assert.ok(subnet?.pool);
const { netuid, pool } = subnet;
assert.ok(parent !== null);
const check = compareRecorded(parent, facts);
assert.ok(check.known && check.value.agrees);
const { value } = check;

test('the share goes from what it is now to its target, step by step and never past it', () => {
  const heading = headingOf(facts, check, netuid, pool);
  assert.ok(heading !== null);
  const { path, target } = heading;
  assert.equal(path[0]?.blocks, 0);
  // A quarter of a half-life each, rounded up to a block.
  assert.equal(path[1]?.blocks, Math.ceil(heading.halfLifeBlocks / 4));
  assert.equal(path.length, 25);
  const away = path.map(({ ppm }) => (ppm > target ? ppm - target : target - ppm));
  assert.ok(away.every((one, index) => index === 0 || one <= (away[index - 1] ?? 0n)));
  assert.ok((away.at(-1) ?? 0n) < (away[0] ?? 0n), away.join());
});

test('nothing is told where our model does not agree with the chain, or was not compared', () => {
  const differs = { known: true, value: { ...value, agrees: false } } as const;
  assert.equal(headingOf(facts, differs, netuid, pool), null);
  assert.equal(headingOf(facts, { known: false, reason: 'unreadable' }, netuid, pool), null);
});
