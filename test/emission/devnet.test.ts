// The model against the simulated chain, whose authors have not read it: shares block by block, the average too.
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { blockEmission, taoOfShare } from '../../src/emission/block-emission.ts';
import { compareRecorded } from '../../src/emission/compare-recorded.ts';
import { emissionShares } from '../../src/emission/emission-shares.ts';
import { emaWeight } from '../../src/emission/price-ema.ts';
import { voteOf } from '../../src/emission/vote.ts';
import { whereItGoes } from '../../src/emission/where-it-goes.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import type { EmissionFacts, SubnetEmissionFacts } from '../../src/model/emission-facts.ts';
import type { Reading } from '../../src/model/facts.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { buildGenesis } from '../devnet/ledger/genesis/genesis.ts';
import { createLedger, ledgerReads, type Ledger } from '../devnet/ledger/ledger.ts';
import type { LedgerState } from '../devnet/ledger/state/ledger-state.ts';
import { emaStep } from './ema-step.ts';

const blocks = process.env['TAUBAR_DEEP'] === '1' ? 1_000 : 40;

const known = <T>(value: T): Reading<T> => ({ known: true, value });

function subnetFacts(state: LedgerState, netuid: number): SubnetEmissionFacts {
  const subnet = state.subnets.get(netuid);
  assert.ok(subnet);
  return {
    netuid: toNetuid(netuid),
    registeredAt: subnet.registeredAt,
    nodePrice: known(ledgerReads.currentAlphaPrice(state, netuid)),
    isStable: subnet.mechanism !== 1,
    taoReserve: toRao(subnet.taoReserve),
    alphaReserve: toAlphaRao(subnet.alphaReserve),
    alphaOut: toAlphaRao(subnet.alphaOut),
    protocolAlpha: known(toAlphaRao(subnet.protocolAlpha)),
    tempo: known(subnet.tempo),
    firstEmissionBlock: known(subnet.firstEmissionBlock),
    isSubtokenEnabled: known(subnet.subtokenEnabled),
    isRegistrationAllowed: known(subnet.registrationAllowed),
    isEmissionEnabled: known(subnet.emissionEnabled ?? true),
    emaPriceBits: known(subnet.movingPrice),
    minerBurnedBits: known(subnet.minerBurned),
    rootProportionBits: known(subnet.rootProp),
    emaHalvingBlocks: known(BigInt(subnet.emaPriceHalvingBlocks)),
    isOwnerCutEnabled: known(subnet.ownerCutEnabled),
    taoInEmission: known(toRao(subnet.taoInEmission)),
    alphaInEmission: known(toAlphaRao(subnet.alphaInEmission)),
    alphaOutEmission: known(toAlphaRao(subnet.alphaOutEmission)),
    excessTao: known(toRao(subnet.excessTao)),
    flow: {
      reserve: toRao(subnet.taoReserve),
      stakers: known(subnet.taoFlow),
      protocol: known(subnet.protocolFlow),
      takenAt: known(subnet.flowTaken?.block ?? null),
    },
  };
}

function factsOf(state: LedgerState): EmissionFacts {
  const isGated = state.settings.emissionRule === 'gated';
  return {
    block: { hash: '0x00', number: state.blockNumber },
    runtime: { genesisHash: '0x00', specName: 's', specVersion: 475, transactionVersion: 1 },
    totalIssuance: toRao(state.totalIssuance),
    rootTao: toRao(state.subnets.get(0)?.taoReserve ?? 0n),
    taoWeight: known(state.taoWeight),
    subnetMovingAlphaBits: known(state.subnetMovingAlpha),
    gate: isGated
      ? known({
          barBits: state.emissionGateBar,
          exponentBits: BigInt(state.emissionGateExponent) << 64n,
          barRank: state.emissionBarRank,
        })
      : { known: false, reason: 'not-on-this-runtime' },
    ownerCut: known(state.subnetOwnerCut),
    toPrune: { known: false, reason: 'unreadable' },
    immunityPeriod: { known: false, reason: 'unreadable' },
    subnets: [...state.subnets.keys()].map((netuid) => subnetFacts(state, netuid)),
  };
}

/** U64F64 bits of the pool's price. */
function priceBits(state: LedgerState, netuid: number): bigint {
  const subnet = state.subnets.get(netuid);
  assert.ok(subnet);
  const { curve, taoReserve, alphaReserve } = subnet;
  if (subnet.mechanism !== 1) return 1n << 64n;
  assert.ok(curve.kind === 'balancer');
  const taoWeight = curve.taoWeight ?? 500_000_000_000_000_000n;
  return spotPrice({ kind: 'balancer', taoReserve, alphaReserve, taoWeight, feeRate: 33 });
}

/** Random trades between blocks, so that prices, averages and shares move. */
function trade(ledger: Ledger, random: () => number): void {
  for (let turn = 0; turn < 3; turn += 1) {
    const netuid = 1 + Math.floor(random() * 127);
    const coldkeys = [...ledger.state.accounts.keys()];
    const coldkey = coldkeys[Math.floor(random() * coldkeys.length)];
    const hotkey = ledger.state.subnets.get(netuid)?.neurons[0]?.hotkey;
    if (coldkey === undefined || hotkey === undefined) continue;
    ledger.dispatch(coldkey, {
      pallet: 'SubtensorModule',
      name: 'add_stake',
      args: { hotkey, netuid, amount_staked: BigInt(Math.floor(random() * 30_000_000_000)) },
    });
  }
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

for (const emissionRule of ['price-ema', 'gated'] as const) {
  test(`${emissionRule}: the model’s TAO equals what the chain recorded within a rao, ${blocks} blocks`, () => {
    const ledger = createLedger(buildGenesis({ seed: 7, settings: { emissionRule } }));
    const random = seeded(11);
    let worst = 0n;
    let largestAverageError = 0n;
    for (let block = 0; block < blocks; block += 1) {
      trade(ledger, random);
      const before = factsOf(ledger.state);
      const shares = emissionShares(before);
      assert.ok(shares.known);
      ledger.beginBlock();
      const after = factsOf(ledger.state);
      const check = compareRecorded(before, after);
      assert.ok(check.known && check.value.agrees && check.value.apartPpm <= 1n);
      for (const share of shares.value) {
        const was = before.subnets.find(({ netuid }) => netuid === share.netuid);
        const is = after.subnets.find(({ netuid }) => netuid === share.netuid);
        assert.ok(was && is && is.taoInEmission.known && is.excessTao.known);
        const tao = taoOfShare(before.totalIssuance, share.share);
        const recorded = is.taoInEmission.value + is.excessTao.value;
        const apart = tao > recorded ? tao - recorded : recorded - tao;
        if (apart > worst) worst = apart;
        assert.ok(apart <= 1n, `SN${share.netuid} in block ${block}: ${tao} and ${recorded}`);
        if (!share.isEnabled) assert.equal(recorded, 0n);

        const ema = was.emaPriceBits;
        const ran = is.emaPriceBits;
        const first = was.firstEmissionBlock;
        const halving = was.emaHalvingBlocks;
        assert.ok(ema.known && ran.known && first.known && halving.known && first.value !== null);
        const age = BigInt(after.block.number - (first.value - 1));
        const weight = emaWeight(ledger.state.subnetMovingAlpha, age, halving.value);
        const price = priceBits(ledger.state, share.netuid);
        const stepped = emaStep(ema.value, price, weight);
        const error = stepped > ran.value ? stepped - ran.value : ran.value - stepped;
        if (error > largestAverageError) largestAverageError = error;
      }
    }
    assert.equal(largestAverageError, 0n);
    const subnetCount = ledger.state.subnets.size - 1;
    console.log(
      `${emissionRule}: at most ${worst} rao apart in ${blocks} blocks of ${subnetCount} subnets`,
    );
  });
}

test('a buy and the reverse sell cancel each other’s vote', () => {
  const state = buildGenesis({ seed: 7 });
  const facts = factsOf(state);
  const price = priceBits(state, 5);
  const raised = price + price / 50n;
  const buy = voteOf(facts, [{ netuid: toNetuid(5), before: price, after: raised }], [7_200]);
  const sell = voteOf(facts, [{ netuid: toNetuid(5), before: raised, after: price }], [7_200]);
  assert.ok(buy.known && sell.known);
  const [up] = buy.value.effects;
  const [down] = sell.value.effects;
  assert.ok(up && down);
  assert.ok(up.raoPerDay > 0n && up.sharePpmAfter >= up.sharePpmWithout);
  assert.equal(up.raoPerDay + down.raoPerDay, 0n);
  const lost = buy.value.losers.reduce((sum, { raoPerDay }) => sum + raoPerDay, 0n);
  const daily = blockEmission(state.totalIssuance) * 7_200n;
  const unaccounted = lost + up.raoPerDay;
  assert.ok(
    unaccounted < daily / 1_000_000n && unaccounted > -daily / 1_000_000n,
    `${unaccounted}`,
  );
});

test('new alpha goes where the chain puts it, within a few rao a part', () => {
  const ledger = createLedger(buildGenesis({ seed: 7, settings: { emissionRule: 'gated' } }));
  const { state } = ledger;
  let compared = 0;
  for (let block = 0; block < 5; block += 1) {
    const before = new Map([...state.subnets.keys()].map((id) => [id, state.subnets.get(id)]));
    ledger.beginBlock();
    const facts = factsOf(state);
    for (const subnet of facts.subnets) {
      const was = before.get(subnet.netuid);
      const is = state.subnets.get(subnet.netuid);
      const isEpoch = was?.lastEpochBlock !== is?.lastEpochBlock;
      if (!was || !is || isEpoch || subnet.netuid === 0 || is.alphaOutEmission === 0n) continue;
      if (is.firstEmissionBlock === null) continue;
      const goes = whereItGoes(facts, subnet);
      assert.ok(goes.known);
      const pots: [bigint, bigint][] = [
        [goes.value.alpha.owner, is.pendingOwnerCut - was.pendingOwnerCut],
        [goes.value.alpha.miners, is.pendingServerEmission - was.pendingServerEmission],
        [goes.value.alpha.validators, is.pendingValidatorEmission - was.pendingValidatorEmission],
      ];
      if (!goes.value.isRootRecycled) {
        pots.push([goes.value.alpha.root, is.pendingRootAlphaDivs - was.pendingRootAlphaDivs]);
      }
      for (const [aDay, pot] of pots) {
        const apart = aDay / 7_200n - pot;
        // The stored proportion of root is one block newer than the one that was split by.
        assert.ok(apart <= 4n && apart >= -4n, `SN${subnet.netuid}: ${aDay / 7_200n} and ${pot}`);
      }
      compared += 1;
    }
  }
  assert.ok(compared > 100, `${compared} compared`);
});
