// A node that shows blocks made up to fit and then leaves: what one node showed is no answer of the next one, so the
// true chain's blocks are all read before anything is told of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { BlockRef } from '../../src/model/facts.ts';
import type { SigningChain } from '../../src/signing/signing-deps.ts';
import type { Hex } from '../../src/units.ts';
import { ASK, blocks, signedAndSent, start, type FakeWorld } from './fake-world.ts';

/** As a liar shows the chain: from the first block that hides something on, other headers, and so other hashes. */
function liarOf(world: FakeWorld): { node: SigningChain; isFrozen: boolean } {
  const honest = { ...world.client };
  const frozen = world.chain.nonce();
  const { number: last } = world.chain.head();
  const turned = (hash: Hex): Hex => `0x${hash.slice(34)}${hash.slice(2, 34)}`;
  const shown = ({ hash, number }: BlockRef): BlockRef => ({
    hash: number > last ? turned(hash) : hash,
    number,
  });
  const liar = { node: { ...honest }, isFrozen: true };
  const { node } = liar;
  node.head = async () => shown(await honest.head());
  node.finalizedHead = async () => shown(await honest.finalizedHead());
  node.blockHashAt = async (number) => {
    const hash = await honest.blockHashAt(number);
    return hash === null ? null : shown({ hash, number }).hash;
  };
  node.findExtrinsic = async (_sought, from, to) => {
    const read = [];
    for (let number = from; number <= to; number += 1) {
      const hash = await node.blockHashAt(number);
      if (hash === null) throw new AppError('NODE_TIMEOUT', { what: 'test' });
      read.push({ number, hash });
    }
    return { found: null, read };
  };
  node.readMoveFacts = async (query, at) => {
    const isMadeUp = at !== undefined && at.number > last;
    const truth = isMadeUp ? { ...at, hash: turned(at.hash) } : at;
    const facts = await honest.readMoveFacts(query, truth);
    return liar.isFrozen ? { ...facts, coldkey: { ...facts.coldkey, nonce: frozen } } : facts;
  };
  return liar;
}

test('a liar shows final blocks without it and hangs up: the honest node is asked for all of them', async () => {
  for (const hangsUpAfter of [4, 8, 14]) {
    const { world, signing } = start();
    const honest = { ...world.client };
    const liar = liarOf(world);
    Object.assign(world.client, liar.node);
    world.second = honest;
    const id = await signedAndSent(world, signing);
    await blocks(world, signing, hangsUpAfter);
    assert.equal(world.stored.get(id)?.state, 'submitted');
    // The first connection fails over to the honest node; the liar is now the other operator.
    Object.assign(world.client, honest);
    liar.isFrozen = false;
    world.second = liar.node;
    await blocks(world, signing, 1);
    const told = world.stored.get(id);
    assert.deepEqual([told?.state, told?.unseen ?? null], ['finalized', null]);
    assert.equal(told?.receipt?.isSuccess, true);
  }
});

test('an honest node that is behind what the liar showed ends nothing', async () => {
  const { world, signing } = start();
  const honest = { ...world.client };
  const liar = liarOf(world);
  Object.assign(world.client, liar.node);
  world.second = new AppError('NODE_UNREACHABLE', { what: 'test' });
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 14);
  const behind = await honest.blockHashAt(104);
  assert.ok(behind);
  Object.assign(world.client, honest);
  world.client.head = world.client.finalizedHead = async () => ({ hash: behind, number: 104 });
  world.second = liar.node;
  await signing.onHead({ hash: behind, number: 104 });
  assert.equal(world.stored.get(id)?.state, 'finalized');
  const { id: again } = await signing.requestSignature(ASK);
  assert.equal(world.stored.get(again)?.prepared?.nonce, 8);
});
