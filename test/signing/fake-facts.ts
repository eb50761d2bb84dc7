// Facts and plans of one made-up move: selling alpha of subnet 1, at one price a block. The figures of the
// fake chain travel in fields of the facts that nothing else reads here.
import type { SigningRequest } from '../../src/model/request.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { AccountFacts, BlockRef, MoveFacts, Reading } from '../../src/model/facts.ts';
import type { CheckResult } from '../../src/model/check.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { MoveModel } from '../../src/signing/signing-deps.ts';
import { mulDivUp, toAlphaRao, toNetuid, toRao, type Hex } from '../../src/units.ts';

// Public development accounts: Alice, Bob, Charlie.
export const ADDRESS = {
  coldkey: parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'),
  other: parseSs58('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'),
  hotkey: parseSs58('5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y'),
};

const GENESIS: Hex = `0x${'ab'.repeat(32)}`;
export const NETUID = toNetuid(1);
const known = <T>(value: T): Reading<T> => ({ known: true, value });

export const MOVE: Move = {
  kind: 'unstake',
  coldkey: ADDRESS.coldkey,
  hotkey: ADDRESS.hotkey,
  netuid: NETUID,
  amount: toAlphaRao(501n),
};

export const TERMS: MoveTerms = { toleranceBps: 100, allowPartial: false, eraBlocks: 16 };

export type FakeFigures = {
  expected: bigint;
  nonce: number;
  specVersion: number;
  /** `Pallet.Error` that the chain would answer to any call. */
  refusal: string | null;
};

function account(nonce: number): AccountFacts {
  return {
    coldkey: ADDRESS.coldkey,
    nonce,
    free: toRao(1_000_000_000n),
    reserved: toRao(0n),
    frozen: toRao(0n),
    references: { known: true, value: { providers: 1, sufficients: 0 } },
    swapAnnouncedFor: known(null),
    isSwapDisputed: known(false),
    acceptsLockedAlpha: known(false),
  };
}

/** Epoch milliseconds: each block is twelve seconds. */
export const timeOf = ({ number }: BlockRef): number => number * 12_000;

export function factsAt(block: BlockRef, figures: FakeFigures): MoveFacts {
  const { expected, nonce, specVersion, refusal } = figures;
  return {
    block,
    blockTime: timeOf(block),
    runtime: {
      genesisHash: GENESIS,
      specName: 'node-subtensor',
      specVersion,
      transactionVersion: 1,
    },
    rules: {
      existentialDeposit: toRao(500n),
      minimumStake: toRao(expected),
      minimumTransfer: toRao(expected),
      overAmounts: known('takes-all'),
      safeModeUntil: known(null),
      rootHold: known(0),
      hotkeyCaps: known({ own: 256, receiver: 128 }),
      nominatorMinimumFactor: known(0n),
      calls: refusal === null ? [] : [refusal],
      hasSimulation: true,
      subnetToPrune: known(null),
      immunityPeriod: known(0),
    },
    coldkey: account(nonce),
    destination: null,
    receiver: null,
    subnets: [],
    depth: 'two-sources',
    positions: [],
    availability: known([]),
    locks: known([]),
    hotkeys: [],
    registrations: {},
    stakingHotkeys: [],
    rootStakedAt: [],
    networkFees: {},
  };
}

const expectedOf = (facts: MoveFacts): bigint => facts.rules.minimumStake;
const refusalOf = (facts: MoveFacts): string | null => facts.rules.calls[0] ?? null;

/** Rounded up: the minimum holds. */
const minimumOf = (expected: bigint, { toleranceBps }: MoveTerms): bigint =>
  mulDivUp(expected, BigInt(10_000 - toleranceBps), 10_000n);

type Leg = Plan['legs'][number];

/** The sale, as the node is queried about it. */
function saleLeg(expected: bigint, part: Pick<Leg, 'purpose' | 'limitPrice'>): Leg {
  const pool = { kind: 'stable' } as const;
  const amount = 501n;
  return {
    ...part,
    netuid: NETUID,
    side: 'sell',
    curve: 'stable',
    item: 0,
    before: pool,
    order: { side: 'sell', amount },
    fill: {
      ok: true,
      amountIn: amount,
      fee: 0n,
      amountOut: expected,
      priceBefore: 1n << 64n,
      priceAfter: 1n << 64n,
      after: pool,
    },
    after: pool,
    priceImpactPpm: 0n,
    swapFee: { unit: 'alpha', netuid: NETUID, amount: toAlphaRao(0n) },
    headroomPpm: null,
    sim: { netuid: NETUID, side: 'sell', amount },
  };
}

export type PlanTweaks = { checks: CheckResult[]; isGuaranteed: boolean };

export function createFakeModel(): MoveModel & { tweaks: PlanTweaks } {
  const tweaks: PlanTweaks = { checks: [], isGuaranteed: true };

  function planMove(move: Move, terms: MoveTerms, facts: MoveFacts): Plan {
    const expected = expectedOf(facts);
    const minimum = minimumOf(expected, terms);
    return {
      move,
      terms,
      block: facts.block,
      runtime: facts.runtime,
      call: {
        pallet: 'SubtensorModule',
        name: 'remove_stake_limit',
        args: {
          hotkey: ADDRESS.hotkey,
          netuid: NETUID,
          amount_unstaked: 501n,
          // The least that this call lets through: what the chain tests.
          limit_price: minimum,
          allow_partial: terms.allowPartial,
        },
      },
      items: [],
      // Only with a partial fill does the sale's own limit matter; else a leg that receipts leave out is enough.
      legs: [
        terms.allowPartial
          ? saleLeg(expected, { purpose: 'trade', limitPrice: minimum })
          : saleLeg(expected, { purpose: 'network-fee', limitPrice: null }),
      ],
      gives: { unit: 'alpha', netuid: NETUID, amount: toAlphaRao(501n) },
      receives: {
        expected: { unit: 'rao', amount: toRao(expected) },
        minimum: { unit: 'rao', amount: toRao(minimum) },
        floor: null,
        minimumRestsOn: null,
        isGuaranteed: tweaks.isGuaranteed,
        isOfWhatIsHeld: false,
        worstPrice: terms.allowPartial ? minimum : null,
        worstMeasured: null,
        worstIfMoved: null,
      },
      spareTao: toRao(0n),
      limitPrice: minimum,
      depthNeeded: false,
      headroomPpm: null,
      networkFee: known({ paidIn: 'tao', fee: toRao(77n) }),
      reversedAtOnce: null,
      spotValueAfter: null,
      positionAfter: null,
      destinationAfter: null,
      freeAfter: known(toRao(0n)),
      checks: tweaks.checks,
      wouldFailWith: refusalOf(facts),
    };
  }

  return {
    tweaks,
    planMove,
    rerunCall(facts, _move, call) {
      const limit = call.args['limit_price'];
      const isUnder = typeof limit === 'bigint' && expectedOf(facts) < limit;
      return known(refusalOf(facts) ?? (isUnder ? 'SubtensorModule.SlippageTooHigh' : null));
    },
  };
}

/** What the index of the real store finds. */
export const isUnsettled = ({ settledAt }: Pick<SigningRequest, 'settledAt'>): boolean =>
  settledAt === null;
