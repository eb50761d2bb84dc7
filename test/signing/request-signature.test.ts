// What becomes a draft and what is refused before: checks, the node's word, the minimum, the bytes, the account.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import { toAlphaRao, toRao } from '../../src/units.ts';
import { ADDRESS, MOVE, NETUID, TERMS, timeOf } from './fake-facts.ts';
import { assemble, sign, writeCall } from './fake-extrinsic.ts';
import {
  ASK,
  askedWallet,
  blocks,
  honestAnswer,
  refusesWith,
  sourceOf,
  start,
} from './fake-world.ts';

test('what the checks block or the chain would refuse is not prepared, whatever was said', async () => {
  const { world, signing } = start();
  world.model.tweaks.checks = [{ id: 'x', verdict: 'block', messageKey: 'x', values: {} }];
  await assert.rejects(
    signing.requestSignature({ ...ASK, accepted: ['x'] }),
    refusesWith('PLAN_BLOCKED'),
  );
  assert.equal(world.requests().length, 0);
  const other = start();
  other.world.chain.refusal = 'SubtensorModule.StakeUnavailable';
  await assert.rejects(other.signing.requestSignature(ASK), refusesWith('PLAN_BLOCKED'));
});

test('what cannot be known passes only with an explicit yes', async () => {
  const { world, signing } = start();
  world.model.tweaks.checks = [{ id: 'x', verdict: 'unknown', messageKey: 'x', values: {} }];
  await assert.rejects(signing.requestSignature(ASK), refusesWith('ACCEPTANCE_NEEDED'));
  assert.equal(world.requests().length, 0);
  await signing.requestSignature({ ...ASK, accepted: ['x'] });
  assert.equal(world.only().state, 'draft');
});

test('a yes answers what it was given to, and nothing that appears afterwards', async () => {
  const { world, signing } = start();
  const unsure = (id: string) => ({ id, verdict: 'unknown', messageKey: id, values: {} }) as const;
  world.model.tweaks.checks = [unsure('lock'), unsure('residue')];
  await assert.rejects(
    signing.requestSignature({ ...ASK, accepted: ['lock', 'unverified', 'no-minimum'] }),
    (error) =>
      refusesWith('ACCEPTANCE_NEEDED')(error) &&
      error instanceof AppError &&
      error.detail['reason'] === 'residue',
  );
  world.model.tweaks.checks = [unsure('lock')];
  const { id } = await signing.requestSignature({ ...ASK, accepted: ['lock'] });
  assert.deepEqual(world.only().accepted, ['lock']);
  // Between the yes and the wallet something else can no longer be told.
  world.model.tweaks.checks = [unsure('lock'), unsure('residue')];
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('PLAN_BLOCKED'));
  world.model.tweaks.checks = [unsure('lock')];
  await signing.askWallet({ id, tabId: 1 });
  assert.equal(world.asked.length, 1);
});

test('a typed impact counts for that figure and for less', async () => {
  const { world, signing } = start();
  const impact = (amount: bigint) => {
    world.model.tweaks.checks = [
      {
        id: 'price-impact',
        verdict: 'warn',
        severity: 'typed',
        messageKey: 'x',
        values: { impact: { unit: 'ppm', amount } },
      },
    ];
  };
  impact(130_000n);
  for (const accepted of [[], ['typed-impact:12'], ['no-minimum'], ['typed-impact:']]) {
    await assert.rejects(
      signing.requestSignature({ ...ASK, accepted }),
      refusesWith('ACCEPTANCE_NEEDED'),
    );
  }
  impact(129_999n);
  await signing.requestSignature({ ...ASK, accepted: ['typed-impact:12'] });
});

test('a node that differs or does not answer stops signing; one that cannot needs a yes', async () => {
  const { world, signing } = start();
  world.chain.simulated = 999n;
  await assert.rejects(
    signing.requestSignature({ ...ASK, accepted: ['unverified'] }),
    refusesWith('NODE_DIFFERS'),
  );
  world.chain.simulated = null;
  world.client.simulate = () => Promise.reject(new AppError('NODE_TIMEOUT', { what: 'test' }));
  const deaf = world.live();
  await assert.rejects(
    deaf.requestSignature({ ...ASK, accepted: ['unverified'] }),
    refusesWith('NODE_TIMEOUT'),
  );
  const other = start();
  other.world.client.simulate = async () => [{ known: false, reason: 'not-on-this-runtime' }];
  const silent = other.world.live();
  await assert.rejects(silent.requestSignature(ASK), refusesWith('ACCEPTANCE_NEEDED'));
  await silent.requestSignature({ ...ASK, accepted: ['unverified'] });
  assert.equal(other.world.only().exactness.state, 'unverified');
});

test('a minimum that nobody guarantees needs a yes', async () => {
  const { world, signing } = start();
  world.model.tweaks.isGuaranteed = false;
  await assert.rejects(signing.requestSignature(ASK), refusesWith('ACCEPTANCE_NEEDED'));
  await signing.requestSignature({ ...ASK, accepted: ['no-minimum'] });
});

test('the minimum that the user saw is kept: the tolerance gives way, down to half of it', async () => {
  const { world, signing } = start();
  world.chain.expected = 996n;
  world.chain.mine();
  const { plan } = await signing.requestSignature(ASK);
  assert.equal(plan.terms.toleranceBps, 60);
  assert.ok((plan.receives?.minimum.amount ?? 0n) >= ASK.minimum.amount);
  for (const expected of [994n, 980n]) {
    const worse = start();
    worse.world.chain.expected = expected;
    worse.world.chain.mine();
    await assert.rejects(worse.signing.requestSignature(ASK), refusesWith('PLAN_CHANGED'));
    assert.equal(worse.world.requests().length, 0);
  }
});

test('with partial fill it is the worst price that is kept, and a price is never taken for a minimum', async () => {
  const partial = { ...ASK, terms: { ...ASK.terms, allowPartial: true }, worstPrice: 990n };
  const { world, signing } = start();
  world.chain.expected = 996n;
  world.chain.mine();
  const { plan } = await signing.requestSignature({
    ...partial,
    // The amount that filled when it was shown: no promise.
    minimum: { unit: 'rao', amount: toRao(5_000n) },
  });
  assert.ok((plan.receives?.worstPrice ?? 0n) >= 990n);
  assert.ok(plan.terms.toleranceBps < ASK.terms.toleranceBps);
  const worse = start();
  worse.world.chain.expected = 980n;
  worse.world.chain.mine();
  await assert.rejects(worse.signing.requestSignature(partial), refusesWith('PLAN_CHANGED'));
  const other = start();
  await assert.rejects(
    other.signing.requestSignature({ ...partial, worstPrice: null }),
    refusesWith('PLAN_CHANGED'),
  );
});

test('nothing is signed on blocks that are not of now, unless nobody keeps that chain’s time', async () => {
  const atClock = (clock: number, network = { id: 'fake', isReal: true }, offset = 0) => {
    const { world, signing } = start();
    world.clock = clock;
    Object.assign(world.client, { network, clockOffset: () => offset });
    return { world, asking: signing.requestSignature(ASK) };
  };
  const blockTime = timeOf(start().world.chain.head());
  for (const clock of [blockTime + 3_600_000, blockTime - 3_600_000]) {
    const { world, asking } = atClock(clock);
    await assert.rejects(asking, refusesWith('BLOCKS_OLD'));
    assert.equal(world.requests().length, 0);
  }
  await atClock(blockTime + 20_000).asking;
  await atClock(blockTime + 3_600_000, { id: 'local', isReal: false }).asking;
  // Two operators contradict the clock: the blocks are of now.
  await atClock(blockTime + 3_600_000, { id: 'fake', isReal: true }, -3_600_000).asking;
});

test('what was reviewed on one network is never signed on another', async () => {
  const { world, signing } = start();
  const genesisHash = `0x${'cd'.repeat(32)}` as const;
  await assert.rejects(
    signing.requestSignature({ ...ASK, genesisHash }),
    refusesWith('OTHER_NETWORK'),
  );
  assert.equal(world.requests().length, 0);
});

test('a minimum of another unit or of another subnet is no minimum of this plan', async () => {
  const { world, signing } = start();
  const minimum = { unit: 'alpha', netuid: NETUID, amount: toAlphaRao(1n) } as const;
  await assert.rejects(signing.requestSignature({ ...ASK, minimum }), refusesWith('PLAN_CHANGED'));
  assert.equal(world.requests().length, 0);
});

test('bytes that say anything else than the plan are not stored', async () => {
  const otherCall = writeCall({
    pallet: 'SubtensorModule',
    name: 'remove_stake',
    args: { hotkey: ADDRESS.hotkey, netuid: NETUID, amount_unstaked: 501n },
  });
  const { world } = start();
  const { prepareExtrinsic } = world.client;
  const lies: ((honest: Awaited<ReturnType<typeof prepareExtrinsic>>) => typeof honest)[] = [
    (honest) => ({ ...honest, call: otherCall }),
    (honest) => ({
      ...honest,
      call: otherCall,
      payload: { ...honest.payload, method: otherCall },
      signedBytes: `${otherCall}${honest.signedBytes.slice(honest.call.length)}`,
    }),
    (honest) => ({ ...honest, payload: { ...honest.payload, address: ADDRESS.other } }),
    (honest) => ({ ...honest, payload: { ...honest.payload, nonce: '0x00000063' } }),
    (honest) => ({
      ...honest,
      payload: { ...honest.payload, genesisHash: `0x${'00'.repeat(32)}` },
    }),
    (honest) => ({ ...honest, payload: { ...honest.payload, tip: '0x01' } }),
    (honest) => ({ ...honest, payload: { ...honest.payload, blockHash: '0x00' } }),
    (honest) => ({ ...honest, signedBytes: '0x1234' }),
    (honest) => ({ ...honest, specVersion: 1 }),
  ];
  for (const lie of lies) {
    world.chain.changePrepared = lie;
    await assert.rejects(world.live().requestSignature(ASK), (error) =>
      ['PAYLOAD_MISMATCH', 'RUNTIME_CHANGED'].some((code) =>
        error instanceof AppError ? error.code === code : false,
      ),
    );
    assert.equal(world.requests().length, 0);
  }
});

test('an account that the wallet lost, keeps to another chain, or holds as EVM is not asked for', async () => {
  const cases: [Partial<ReturnType<typeof sourceOf>> | null, ErrorCode][] = [
    [null, 'WALLET_LOST_ACCOUNT'],
    [{ wallet: 'another' }, 'WALLET_LOST_ACCOUNT'],
    [{ keyType: 'ethereum' }, 'EVM_ADDRESS'],
    [{ genesisHash: '0x01' }, 'ACCOUNT_OTHER_NETWORK'],
  ];
  for (const [change, code] of cases) {
    const { world, signing } = start();
    const { id } = await signing.requestSignature(ASK);
    const source = sourceOf('test wallet', 'https://example.test');
    world.sources = change === null ? [] : [{ ...source, ...change }];
    await assert.rejects(signing.requestSignature(ASK), refusesWith(code));
    await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith(code));
    assert.equal(world.asked.length, 0);
  }
});

test('the same move reviewed again takes the place of its draft', async () => {
  const { world, signing } = start();
  const { id: first } = await signing.requestSignature(ASK);
  const { id: second, isQueued } = await signing.requestSignature(ASK);
  assert.equal(world.stored.get(first)?.state, 'superseded');
  assert.equal(isQueued, false);
  const more = { ...MOVE, amount: toAlphaRao(600n) } as typeof MOVE;
  const { id: third } = await signing.requestSignature({ ...ASK, move: more });
  assert.equal(world.stored.get(second)?.state, 'superseded', 'another amount is a correction');
  await signing.askWallet({ id: third, tabId: 1 });
  assert.equal(world.asked.length, 1);
});

test('two requests asked for at once leave one that can be signed', async () => {
  const { world, signing } = start();
  await Promise.all([signing.requestSignature(ASK), signing.requestSignature(ASK)]);
  assert.deepEqual(
    world.requests().map(({ state }) => state),
    ['superseded', 'draft'],
  );
});

test('requests of other coldkeys do not wait for each other', async () => {
  const { signing } = start();
  await askedWallet(signing);
  const move = { ...MOVE, coldkey: ADDRESS.other };
  await assert.rejects(signing.requestSignature({ ...ASK, move }), refusesWith('PAYLOAD_MISMATCH'));
});

test('an era is born at a final block: no reorganisation takes the signature’s ground away', async () => {
  const { world, signing } = start();
  world.chain.mine({ count: 5 });
  const final = world.chain.finalized;
  await askedWallet(signing);
  const { prepared } = world.only();
  assert.equal(prepared?.birth.number, final);
  assert.equal(prepared?.birth.hash, await world.client.blockHashAt(final));
  assert.equal(prepared?.deathBlock, final + TERMS.eraBlocks - 1);
  // The block that the plan was made on loses its place.
  world.chain.fork(2, true);
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await blocks(world, signing, 5);
  assert.equal(await world.client.blockHashAt(final), prepared?.birth.hash);
  assert.equal(world.only().state, 'finalized');
});

test('while finality stalls nothing is prepared: its signature would hardly live', async () => {
  const { world, signing } = start();
  world.chain.mine({ count: 8, finalizes: false });
  await signing.requestSignature(ASK);
  world.chain.mine({ finalizes: false });
  await assert.rejects(signing.requestSignature(ASK), refusesWith('NODE_TIMEOUT'));
});

test('while another wallet’s transaction of the account waits nothing is prepared, and then it can be', async () => {
  const { world, signing } = start();
  const draft = { pallet: 'SubtensorModule', name: 'remove_stake' };
  const args = { hotkey: ADDRESS.hotkey, netuid: NETUID, amount_unstaked: 5n };
  const theirs = await world.client.prepareExtrinsic({
    draft: { ...draft, args },
    coldkey: ADDRESS.coldkey,
    eraBlocks: 64,
    tip: toRao(0n),
    metadataHashMode: 0,
  });
  world.chain.sendFromOutside(assemble(theirs, sign(ADDRESS.coldkey, theirs.signedBytes)));
  await assert.rejects(signing.requestSignature(ASK), refusesWith('OTHER_PENDING'));
  assert.equal(world.requests().length, 0);
  world.chain.mine();
  await askedWallet(signing);
  assert.equal(world.only().prepared?.nonce, theirs.nonce + 1);
  // Ours may be in the pool now: the next one is not another wallet's affair, but waits for ours.
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
});
