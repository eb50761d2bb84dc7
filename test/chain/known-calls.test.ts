import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { composeCall } from '../../src/chain/extrinsic/compose-call.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { requirePublished } from '../../src/chain/extrinsic/known-calls.ts';
import { createRuntime } from '../../src/chain/runtime/whole-runtime.ts';
import { formatSs58, parseSs58 } from '../../src/chain/scale/ss58.ts';
import { AppError } from '../../src/errors.ts';
import type { CallDraft } from '../../src/model/plan.ts';
import { toNetuid, toRao } from '../../src/units.ts';
import { startDevnet } from '../devnet/devnet.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedMetadata,
  recordedRuntime,
} from '../fakes/recorded-runtimes.ts';
import { createTestClient } from '../fakes/test-client.ts';

const address = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => String(formatSs58(bytes)));
const u64 = fc.bigInt(0n, (1n << 64n) - 1n);
const u16 = fc.nat(0xffff);

const between = { origin_netuid: u16, destination_netuid: u16, alpha_amount: u64 };
const limits = { limit_price: u64, allow_partial: fc.boolean() };
const args: Record<string, fc.Arbitrary<CallDraft['args']>> = {
  add_stake: fc.record({ hotkey: address, netuid: u16, amount_staked: u64 }),
  remove_stake: fc.record({ hotkey: address, netuid: u16, amount_unstaked: u64 }),
  move_stake: fc.record({ origin_hotkey: address, destination_hotkey: address, ...between }),
  move_stake_limit: fc.record({
    origin_hotkey: address,
    destination_hotkey: address,
    ...between,
    ...limits,
  }),
  transfer_stake: fc.record({ destination_coldkey: address, hotkey: address, ...between }),
  swap_stake: fc.record({ hotkey: address, ...between }),
  add_stake_limit: fc.record({ hotkey: address, netuid: u16, amount_staked: u64, ...limits }),
  remove_stake_limit: fc.record({ hotkey: address, netuid: u16, amount_unstaked: u64, ...limits }),
  swap_stake_limit: fc.record({ hotkey: address, ...between, ...limits }),
  remove_stake_full_limit: fc.record({
    hotkey: address,
    netuid: u16,
    limit_price: fc.option(u64, { nil: null }),
  }),
};

const single: fc.Arbitrary<CallDraft> = fc.oneof(
  ...Object.entries(args).map(([name, values]) =>
    values.map((chosen) => ({ pallet: 'SubtensorModule', name, args: chosen })),
  ),
);
const any: fc.Arbitrary<CallDraft> = fc.oneof(
  { weight: 9, arbitrary: single },
  {
    weight: 1,
    arbitrary: fc
      .array(single, { maxLength: 80 })
      .map((calls) => ({ pallet: 'Utility', name: 'batch_all', args: { calls } })),
  },
);

const isMismatch = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'PAYLOAD_MISMATCH';

/** 218 ran before mainnet's first dTAO runtime and had other indices: there the bytes are refused, as they should be. */
const published = hasRecordings() ? RECORDED_SPECS.filter(({ name }) => !name.includes('218')) : [];

for (const spec of published) {
  test(`${spec.name}: the published bytes are those of the runtime’s own metadata`, () => {
    const runtime = recordedRuntime(spec);
    fc.assert(
      fc.property(any, (draft) => {
        let call;
        try {
          call = composeCall(draft, runtime);
        } catch (error) {
          // An older runtime lacks some of these calls.
          if (error instanceof AppError && error.code === 'NOT_ON_THIS_RUNTIME') return;
          throw error;
        }
        requirePublished(draft, call);
      }),
      { numRuns: 300 },
    );
  });
}

test('a real runtime’s metadata with two call indices exchanged is found out', (t) => {
  const spec = RECORDED_SPECS.find(({ name }) => name.includes('424'));
  if (!hasRecordings() || !spec) {
    t.skip(ABSENT);
    return;
  }
  const honest = recordedMetadata(spec);
  const text = Buffer.from(honest).toString('latin1');
  const indexAfter = (name: string): number => {
    const sum = String.fromCharCode(name.length << 2) + name;
    const index = name === 'add_stake_limit' ? 88 : 89;
    for (let at = text.indexOf(sum); at >= 0; at = text.indexOf(sum, at + 1)) {
      // The variant's index stands after its fields; docs follow. Look for it in the bytes behind the name.
      for (let place = at + sum.length; place < at + sum.length + 400; place += 1) {
        if (honest[place] === index) return place;
      }
    }
    throw new Error(`${name} not found`);
  };
  const lied = honest.slice();
  lied[indexAfter('add_stake_limit')] = 89;
  lied[indexAfter('remove_stake_limit')] = 88;
  const { ref } = recordedRuntime(spec);
  const runtime = createRuntime(ref, lied);
  const draft: CallDraft = {
    pallet: 'SubtensorModule',
    name: 'remove_stake_limit',
    args: {
      hotkey: '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
      netuid: 1,
      amount_unstaked: 5n,
      limit_price: 7n,
      allow_partial: false,
    },
  };
  const call = composeCall(draft, runtime);
  assert.ok(call.startsWith('0x0758'), 'the lie took');
  assert.throws(() => requirePublished(draft, call), isMismatch);
});

test('bytes that differ anywhere, and calls that nobody published here, are refused', () => {
  const draft: CallDraft = {
    pallet: 'SubtensorModule',
    name: 'add_stake',
    args: {
      hotkey: '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
      netuid: 1,
      amount_staked: 5n,
    },
  };
  const account = 'd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d';
  const right = `0x0702${account}01000500000000000000` as const;
  requirePublished(draft, right);
  for (let at = 0; at < 44; at += 1) {
    const bytes = fromHex(right);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    assert.throws(() => requirePublished(draft, toHex(bytes)), isMismatch);
  }
  assert.throws(() => requirePublished(draft, `${right}00`), isMismatch);
  const unknown: CallDraft = { pallet: 'Sudo', name: 'sudo', args: {} };
  assert.throws(() => requirePublished(unknown, '0x0c00'), isMismatch);
  const more: CallDraft = { ...draft, args: { ...draft.args, extra: 1 } };
  assert.throws(() => requirePublished(more, right), isMismatch);
});

test('what a client prepares on the simulated chain passes', async (t) => {
  const net = await startDevnet({ subnets: 4 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const prepared = await client.prepareExtrinsic({
    draft: {
      pallet: 'SubtensorModule',
      name: 'add_stake',
      args: {
        hotkey: '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty',
        netuid: toNetuid(1),
        amount_staked: 5_000_000n,
      },
    },
    coldkey: parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'),
    eraBlocks: 32,
    tip: toRao(0n),
    metadataHashMode: 0,
  });
  assert.ok(prepared.call.startsWith('0x0702'));
});
