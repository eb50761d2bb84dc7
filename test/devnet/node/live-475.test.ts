// The runtime of spec 475 on the wire: claims by the reference client, published indices, refused reads, named differences.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings';
import { getDynamicBuilder, getLookupFn } from '@polkadot-api/metadata-builders';
import { TAO, withDevnet } from '../devnet-story.ts';
import { eventsOf, keyOf, withNode } from '../extrinsic-story.ts';
import { ledgerReads } from '../ledger/ledger.ts';
import { blockEmissions } from '../ledger/emission/emission-shares.ts';
import { FIRST_POOL, SECOND_POOL, twoPools } from '../ledger/pools/two-pools.ts';
import { fundKey } from '../ledger/state/ledger-state.ts';
import { callOf, developmentPair } from '../polkadot-client.ts';
import { connectRaw, NodeError } from '../rpc-client.ts';
import { extractReserves } from '../ledger/pools/extracted-reserves.ts';
import { viewOf } from './chain/block.ts';
import { toLedgerCall } from './chain/ledger-call-parser.ts';
import { concat, fromHex, toHex, utf8 } from './scale/bytes.ts';
import { decode, encode } from './scale/codec.ts';
import { twox128 } from './scale/hashing.ts';
import type { Value } from './scale/type.ts';
import { BROKEN_RULES, BROKEN_RUNTIMES, LIES } from './faults/breakages.ts';
import { RUNTIME_SPECS, withoutMetadataHash } from './runtime/runtime-spec.ts';
import { buildRuntime, type Runtime } from './runtime/runtime.ts';

const { live475, finney475 } = RUNTIME_SPECS;
const alice = developmentPair('//Alice');
const WORLD = { spec: live475, subnets: 8 };

function variantsOf(runtime: Runtime, kind: 'calls' | 'events'): Record<string, number> {
  const metadata = unifyMetadata(decAnyMetadata(runtime.metadata(14) ?? new Uint8Array()));
  const type = metadata.pallets.find(({ name }) => name === 'SubtensorModule')?.[kind]?.type;
  const definition = type === undefined ? undefined : metadata.lookup[type]?.def;
  if (definition?.tag !== 'variant') return {};
  return Object.fromEntries(definition.value.map(({ name, index }) => [name, index]));
}

const decoderOf = (runtime: Runtime, method: string) => {
  const metadata = unifyMetadata(decAnyMetadata(runtime.metadata(15) ?? new Uint8Array()));
  const builder = getDynamicBuilder(getLookupFn(metadata));
  return builder.buildRuntimeCall('BetaBasketRuntimeApi', method).value;
};

test('a signed claim pays what was previewed, and its fee shrinks to the work done', () =>
  withNode(async (story) => {
    const { devnet, api } = story;
    const { state } = devnet.ledger;
    const coldkey = keyOf(alice);
    const [hotkey = ''] = state.stakingHotkeys.get(coldkey) ?? [];
    const preview = ledgerReads.claimPreview(devnet.head().state ?? state, hotkey, coldkey);
    assert.ok(preview && preview.redeemableTao > 0n);
    assert.deepEqual([preview.dustRows, preview.sweptRows, preview.rows], [1, 1, 8]);
    devnet.setSettings({ isEmitting: false });
    const extrinsic = callOf(api, 'subtensorModule', 'claimRootWithHotkey', hotkey);
    const info = await extrinsic.paymentInfo(alice);
    const sent = await extrinsic.signAsync(alice, { nonce: -1 });
    const free = state.accounts.get(coldkey)?.free ?? 0n;
    assert.ok(devnet.node.submit(sent.toU8a(), null).ok);
    const before = ledgerReads.positionAlpha(devnet.ledger.state, hotkey, coldkey, 0);
    const block = devnet.produceBlock();
    assert.deepEqual((await eventsOf(story, block.hash, 1)).slice(-5), [
      'subtensorModule.BasketClaimed',
      'subtensorModule.BasketClaimDustSkipped',
      'subtensorModule.RootClaimed',
      'transactionPayment.TransactionFeePaid',
      'system.ExtrinsicSuccess',
    ]);
    const now = devnet.ledger.state;
    const gained = ledgerReads.positionAlpha(now, hotkey, coldkey, 0) - before;
    // Emission is off; the sweep alone moves a pool between the preview and the sale.
    assert.ok(gained > (preview.redeemableTao * 999n) / 1000n, `${gained}`);
    assert.ok(gained <= preview.redeemableTao);
    assert.ok((now.basketClaimed.get(fundKey(hotkey, coldkey)) ?? 0n) >= preview.owedShares);
    // Billed 4 units of 2,052,250 rao; six rows are more than four units of work: nothing comes back.
    const paid = free - (now.accounts.get(coldkey)?.free ?? 0n);
    assert.equal(paid, info.partialFee.toBigInt());
    const again = await callOf(api, 'subtensorModule', 'claimRootWithHotkey', hotkey).signAsync(
      alice,
      { nonce: -1 },
    );
    const rest = now.accounts.get(coldkey)?.free ?? 0n;
    assert.ok(devnet.node.submit(again.toU8a(), null).ok);
    devnet.produceBlock();
    // A claim of nothing does one unit of four: 6,156,750 rao come back.
    const idle = rest - (devnet.ledger.state.accounts.get(coldkey)?.free ?? 0n);
    assert.ok(idle < 2_052_250n + 27_039n + 200n && idle > 2_052_250n + 27_039n, `${idle}`);
  }, WORLD));

test('calls and events lie where chain.md has them', () => {
  const runtime = buildRuntime(live475, ledgerReads);
  const calls = variantsOf(runtime, 'calls');
  const events = variantsOf(runtime, 'events');
  assert.deepEqual(
    [
      'transfer_stake_and_hotkey',
      'stake_into_basket',
      'claim_root_with_hotkey',
      'move_stake_limit',
    ].map((name) => calls[name]),
    [143, 147, 148, 149],
  );
  assert.equal(calls['set_root_claim_type'], undefined);
  const wanted = {
    StakeTransferred: 92,
    StakeSwapped: 93,
    StakeAndHotkeyTransferred: 143,
    RootClaimed: 115,
    BasketDeposited: 116,
    BasketClaimed: 118,
    BasketHoldingConverted: 119,
    TransactionFeePaidWithAlpha: 128,
    BasketAlphaWrittenOff: 148,
    BasketClaimDustSkipped: 152,
  };
  for (const [name, index] of Object.entries(wanted)) assert.equal(events[name], index, name);
  const indices = Object.values(events);
  assert.equal(new Set(indices).size, indices.length, 'no index twice');
  const older = variantsOf(buildRuntime(finney475, ledgerReads), 'events');
  assert.equal(older['StakeTransferred'], 91);
  assert.equal(older['BasketClaimed'], undefined);
});

test('the new calls are read off their bytes, argument by argument', () => {
  const { outer } = buildRuntime(live475, ledgerReads).description;
  const account = (byte: string): string => `0x${byte.repeat(32)}`;
  const read = (name: string, args: Readonly<Record<string, Value>>) => {
    const value: Value = { type: 'SubtensorModule', value: { type: name, value: args } };
    return toLedgerCall(decode(outer.call, encode(outer.call, value)));
  };
  const pallet = 'SubtensorModule';
  const gift = {
    destination_coldkey: account('11'),
    origin_hotkey: account('22'),
    destination_hotkey: account('33'),
    origin_netuid: 4,
    destination_netuid: 5,
    alpha_amount: 6n,
  };
  assert.deepEqual(read('transfer_stake_and_hotkey', gift), {
    pallet,
    name: 'transfer_stake_and_hotkey',
    args: gift,
  });
  const joining = { hotkey: account('22'), amount_staked: 7n };
  const joined = { pallet, name: 'stake_into_basket', args: joining };
  assert.deepEqual(read('stake_into_basket', joining), joined);
  // Known to the metadata alone: nobody can run it here.
  const bond = { netuid: 1, hotkey: account('22'), alpha: 1n, limit_price: 0n };
  assert.equal(read('add_collateral', bond), null);
});

test('reserves taken out of a pool are stored as alpha, then TAO', () =>
  withDevnet(
    async (devnet) => {
      extractReserves(devnet.ledger.state, 2, { alpha: 3n, tao: 258n });
      const { runtime, ...block } = devnet.produceBlock();
      const view = viewOf({ runtime, ...block });
      const prefix = concat(twox128(utf8('Swap')), twox128(utf8('ExtractedReserves')));
      assert.ok(view);
      const stored = runtime
        .listKeys(view, prefix)
        .map((key) => [key.slice(-4), toHex(runtime.readStorage(view, fromHex(key)) ?? utf8(''))]);
      assert.deepEqual(stored, [['0200', '0x03000000000000000201000000000000']]);
    },
    { spec: RUNTIME_SPECS.lending476, subnets: 3 },
  ));

test('an upgrade in the running chain brings funds, their rules and their storage', () =>
  withDevnet(
    async (devnet, client) => {
      devnet.faults.upgradeAt(devnet.head().number + 1, live475);
      assert.equal(devnet.ledger.state.settings.rules.hasBaskets, false);
      const interval = '0x658faa385070e074c85bf6b568cf05554e541e10cbd64f2b97721f57262b538f';
      assert.equal(await client.request('state_getStorage', interval), null);
      devnet.produceBlock();
      assert.equal(devnet.ledger.state.settings.rules.hasBaskets, true);
      assert.ok(devnet.ledger.state.basketShares.size > 0);
      assert.equal(await client.request('state_getStorage', interval), `0x${'00'.repeat(8)}`);
      devnet.produceBlock();
    },
    { subnets: 3 },
  ));

test('one item or one method is refused, the others are answered', () =>
  withDevnet(async (devnet) => {
    const client = connectRaw(devnet);
    const rate = '0x658faa385070e074c85bf6b568cf0555fc2e7b906f9366b13a88efda38a9b5e1';
    const threshold = '0x658faa385070e074c85bf6b568cf05554e541e10cbd64f2b97721f57262b538f';
    const nav = ['state_call', 'BetaBasketRuntimeApi_get_root_basket_total_nav', '0x'] as const;
    const isRefusal = (error: unknown): boolean =>
      error instanceof NodeError && /Execution failed/.test(error.message);
    const back = devnet.faults.refuse('SubtensorModule.RootStakeUnlockInterval');
    devnet.faults.refuse('BetaBasketRuntimeApi_get_root_basket_total_nav');
    await assert.rejects(client.request('state_getStorage', threshold), isRefusal);
    await assert.rejects(client.request('state_queryStorageAt', [rate, threshold]), isRefusal);
    await assert.rejects(client.request(...nav), isRefusal);
    assert.equal(await client.request('state_getStorage', rate), null);
    back();
    assert.notEqual(await client.request('state_getStorage', threshold), null);
    devnet.faults.reset();
    assert.notEqual(await client.request(...nav), `0x${'00'.repeat(8)}`);
  }, WORLD));

/** Arguments under which each lie shows. */
const SHOWN: Readonly<Record<keyof typeof LIES, string>> = {
  'spot-price': 'SwapRuntimeApi_current_alpha_price',
  'simulated-buy': 'SwapRuntimeApi_sim_swap_tao_for_alpha',
  'simulated-sale': 'SwapRuntimeApi_sim_swap_alpha_for_tao',
  'prune-candidate': 'SubnetInfoRuntimeApi_get_subnet_to_prune',
  'preview-sum': 'BetaBasketRuntimeApi_get_basket_claim_preview',
  'preview-rows': 'BetaBasketRuntimeApi_get_root_basket_claim_previews',
  'preview-absurd': 'BetaBasketRuntimeApi_get_basket_claim_preview',
  'preview-hotkey': 'BetaBasketRuntimeApi_get_basket_claim_preview',
  'preview-longer': 'BetaBasketRuntimeApi_get_basket_claim_preview',
  'preview-shorter': 'BetaBasketRuntimeApi_get_basket_claim_preview',
  'preview-none': 'BetaBasketRuntimeApi_get_root_basket_claim_previews',
};

test('each named lie changes its one answer and no other, and can be taken back', () =>
  withDevnet(async (devnet, client) => {
    const coldkey = keyOf(alice);
    const [hotkey = ''] = devnet.ledger.state.stakingHotkeys.get(coldkey) ?? [];
    const amount = (TAO * 3n)
      .toString(16)
      .padStart(16, '0')
      .replace(/../g, (b) => `${b} `);
    const little = amount.trim().split(' ').reverse().join('');
    const argsOf = (method: string): string => {
      if (method.endsWith('claim_preview')) return `${hotkey}${coldkey.slice(2)}`;
      if (method.endsWith('claim_previews')) return coldkey;
      if (method.includes('sim_swap')) return `0x0100${little}`;
      return method.endsWith('prune') ? '0x' : '0x0100';
    };
    const methods = [...new Set(Object.values(SHOWN))];
    const read = (): Promise<unknown[]> =>
      Promise.all(methods.map((method) => client.request('state_call', method, argsOf(method))));
    const truth = await read();
    for (const [name, method] of Object.entries(SHOWN)) {
      const back = devnet.faults.tell(name as keyof typeof LIES);
      const told = await read();
      const differing = methods.filter((_, index) => told[index] !== truth[index]);
      assert.ok(differing.includes(method), name);
      const kin = name.startsWith('preview') ? 'BetaBasketRuntimeApi' : method;
      assert.ok(
        differing.every((one) => one.startsWith(kin)),
        `${name}: ${differing.join(' ')}`,
      );
      back();
      assert.deepEqual(await read(), truth, name);
    }
  }, WORLD));

test('each broken runtime differs from live475 in its metadata or its rules, and is readable', () => {
  const honest = buildRuntime(live475, ledgerReads);
  const metadata = Buffer.from(honest.metadata(15) ?? []).toString('hex');
  for (const [name, make] of Object.entries(BROKEN_RUNTIMES)) {
    const spec = make(live475);
    const runtime = buildRuntime(spec, ledgerReads);
    const own = Buffer.from(runtime.metadata(15) ?? []).toString('hex');
    assert.ok(own !== metadata || spec.rules !== live475.rules, name);
  }
  const calls = variantsOf(
    buildRuntime(BROKEN_RUNTIMES['call-index'](live475), ledgerReads),
    'calls',
  );
  assert.equal(calls['add_stake'], 153);
  assert.equal(withoutMetadataHash(live475).hasMetadataHash, false);
  const pools = twoPools();
  pools.settings = { ...pools.settings, ...BROKEN_RULES['emission-split'] };
  // A TAO for two subnets, half of it each: 2^31 in 32 fractional bits.
  const emissions = blockEmissions(pools, [FIRST_POOL, SECOND_POOL], TAO);
  assert.deepEqual([...emissions.values()], [(TAO / 2n) << 32n, (TAO / 2n) << 32n]);
});

test('a preview with a field more or less still decodes by name', async () => {
  for (const name of ['preview-more', 'preview-less'] as const) {
    await withDevnet(
      async (devnet, client) => {
        const coldkey = keyOf(alice);
        const method = 'get_root_basket_claim_previews';
        const told = String(
          await client.request('state_call', `BetaBasketRuntimeApi_${method}`, coldkey),
        );
        const [one] = decoderOf(devnet.head().runtime, method).dec(told) as Record<
          string,
          unknown
        >[];
        assert.equal('mode' in (one ?? {}), name === 'preview-more');
        assert.equal('forfeited_tao_est' in (one ?? {}), name === 'preview-more');
        assert.ok(typeof one?.['redeemable_tao'] === 'bigint');
      },
      { ...WORLD, spec: BROKEN_RUNTIMES[name](live475) },
    );
  }
});
