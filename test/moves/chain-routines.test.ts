// The chain's routines alone, at the exact edge of each refusal: mostly between places that trade one to one, where every
// figure can be said in advance.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountFacts, MoveFacts, SubnetFacts } from '../../src/model/facts.ts';
import type { StakeCall } from '../../src/model/stake-calls.ts';
import { batchOf, callsIn, chainCallOf, draftOf, feeName } from '../../src/moves/run/chain-call.ts';
import {
  changeFree,
  changeLocked,
  changePosition,
  chainStateOf,
  positionOf,
  spendable,
  stakeAt,
  type ChainState,
} from '../../src/moves/run/chain-state.ts';
import { grossForNet } from '../../src/moves/run/make-leg.ts';
import { networkFeeOf, payNetworkFee } from '../../src/moves/run/pay-network-fee.ts';
import { runCall, type Effect } from '../../src/moves/run/run-call.ts';
import { smallestPurchase } from '../../src/moves/run/run-stake.ts';
import { smallestRemainder } from '../../src/moves/run/run-unstake.ts';
import { buyOnChain, sellOnChain, type Step } from '../../src/moves/run/trade-on-chain.ts';
import { feeOfGross } from '../../src/pool/fee-rate.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { ROOT_NETUID, toAlphaRao, toNetuid, toRao, U64_MAX } from '../../src/units.ts';
import {
  FRIEND,
  HOTKEY,
  known,
  ME,
  noBonds,
  OTHER_HOTKEY,
  POOL_1,
  sampleFacts,
  SN1,
  SN92,
  subnetFacts,
  unknown,
} from './sample-facts.ts';

/** Like root, one to one, but with a remainder rule and owners as elsewhere. */
const SN5 = toNetuid(5);
const MIN = 2_000_000n;
/** Of moves inside a subnet, and of transfers. */
const MIN_WITHIN = 100_000n;
const ED = 500n;
const RICH = 10n ** 18n;

type Change = {
  free?: bigint;
  me?: Partial<AccountFacts>;
  held?: bigint;
  available?: bigint;
  locked?: bigint;
  one?: Partial<SubnetFacts>;
  five?: Partial<SubnetFacts>;
  facts?: Partial<MoveFacts>;
};

function stateOf(change: Change = {}): ChainState {
  const facts = sampleFacts();
  const { free = RICH, held = 10n * MIN, locked = 0n, available = held - locked } = change;
  const entry = (netuid: typeof SN1, total: bigint, rest: bigint) => ({
    coldkey: ME,
    netuid,
    total: toAlphaRao(total),
    locked: toAlphaRao(locked),
    available: toAlphaRao(rest),
    bonds: noBonds,
  });
  return chainStateOf({
    ...facts,
    coldkey: { ...facts.coldkey, free: toRao(free), ...change.me },
    subnets: [
      subnetFacts(ROOT_NETUID, { kind: 'stable' }),
      subnetFacts(SN5, { kind: 'stable' }, change.five),
      subnetFacts(SN1, POOL_1, change.one),
    ],
    positions: [ROOT_NETUID, SN5, SN1].map((netuid) => ({
      coldkey: ME,
      hotkey: HOTKEY,
      netuid,
      alpha: toAlphaRao(held),
      isRegistered: true,
      hotkeyDividends: unknown,
    })),
    availability: known([ROOT_NETUID, SN5, SN1].map((netuid) => entry(netuid, held, available))),
    ...change.facts,
  });
}

const at = { hotkey: HOTKEY, netuid: SN5 };
const limits = { limitPrice: 1_000_000_000n, allowPartial: false };

/** The chain's error without its pallet, or the only effect. */
function outcome(call: StakeCall, change: Change = {}): string | Effect {
  const step: Step<readonly Effect[]> = runCall(stateOf(change), ME, call);
  if (!step.ok) return step.error.split('.')[1] ?? step.error;
  const [effect] = step.value;
  assert.ok(effect);
  return effect;
}
const isDone = (call: StakeCall, change: Change = {}): true | string => {
  const result = outcome(call, change);
  return typeof result === 'string' ? result : true;
};

test('a purchase: the chain’s minimum, the balance to the rao, the deposit that stays', () => {
  const add = (amount: bigint, free = RICH) =>
    outcome({ name: 'add_stake', ...at, amount }, { free });
  assert.equal(add(MIN - 1n), 'AmountTooLow');
  assert.deepEqual(add(MIN), { kind: 'stake', paid: MIN, received: MIN });
  assert.equal(add(3n * MIN, 3n * MIN - 1n), 'NotEnoughBalanceToStake');
  assert.deepEqual(add(3n * MIN, 3n * MIN), {
    kind: 'stake',
    paid: 3n * MIN - ED,
    received: 3n * MIN - ED,
  });
  assert.deepEqual(add(3n * MIN, 3n * MIN + ED), {
    kind: 'stake',
    paid: 3n * MIN,
    received: 3n * MIN,
  });
});

test('a purchase from a pool: its fee counts, to the rao', () => {
  const least = smallestPurchase(POOL_1, MIN);
  const fill = quoteSwap(POOL_1, { side: 'buy', amount: MIN });
  assert.ok(fill.ok);
  assert.equal(least, MIN + fill.fee);
  const add = (amount: bigint) =>
    isDone({ name: 'add_stake', hotkey: HOTKEY, netuid: SN1, amount });
  assert.equal(add(least - 1n), 'AmountTooLow');
  assert.equal(add(least), true);
  const empty = { ...POOL_1, taoReserve: 0n };
  assert.equal(smallestPurchase(empty, MIN), MIN + feeOfGross(MIN, POOL_1.feeRate));
});

test('a purchase is refused for its place before anything else', () => {
  const add: StakeCall = { name: 'add_stake', ...at, amount: MIN - 1n };
  assert.equal(isDone(add, { five: { exists: false } }), 'SubnetNotExists');
  assert.equal(isDone(add, { five: { pool: null } }), 'SubnetNotExists');
  assert.equal(isDone(add, { five: { isSubtokenEnabled: known(false) } }), 'SubtokenDisabled');
  assert.equal(isDone(add, { five: { isSubtokenEnabled: unknown } }), 'AmountTooLow');
  const enough: StakeCall = { ...add, amount: MIN };
  assert.equal(isDone(enough, { five: { isSubtokenEnabled: unknown } }), true);
  const stranger = { facts: { hotkeys: [{ hotkey: HOTKEY, owner: null, take: 0, name: null }] } };
  assert.equal(isDone(enough, stranger), 'HotKeyAccountNotExists');
  assert.equal(
    isDone(enough, { facts: { hotkeys: [] } }),
    true,
    'one that was not read is harmless',
  );
});

test('a limit on a one-to-one place admits all or nothing', () => {
  const buy = (limitPrice: bigint, allowPartial = false) =>
    isDone({ name: 'add_stake_limit', ...at, amount: MIN, limitPrice, allowPartial });
  assert.equal(buy(1_000_000_000n), true);
  assert.equal(buy(999_999_999n), 'SlippageTooHigh');
  assert.equal(buy(999_999_999n, true), 'AmountTooLow');
  const sell = (limitPrice: bigint, allowPartial = false) =>
    isDone({ name: 'remove_stake_limit', ...at, amount: MIN, limitPrice, allowPartial });
  assert.equal(sell(1_000_000_000n), true);
  assert.equal(sell(1_000_000_001n), 'SlippageTooHigh');
});

test('a sale: all that is held has no minimum, a part has; the order takes no more than is held', () => {
  const sell = (amount: bigint, change: Change = {}) =>
    isDone({ name: 'remove_stake_limit', ...at, amount, ...limits }, change);
  assert.equal(sell(0n), 'AmountTooLow');
  assert.equal(sell(MIN - 1n), 'AmountTooLow');
  assert.equal(sell(MIN), true);
  assert.equal(sell(MIN - 1n, { held: MIN - 1n }), true);
  assert.equal(sell(MIN - 1n, { held: MIN }), 'AmountTooLow');
  assert.equal(sell(10n * MIN), true);
  assert.equal(sell(10n * MIN + 1n), 'NotEnoughStakeToWithdraw');
  // Without a limit the chain cuts the amount down.
  const all: StakeCall = { name: 'remove_stake', ...at, amount: U64_MAX };
  assert.deepEqual(outcome(all), {
    kind: 'unstake',
    sold: 10n * MIN,
    paid: 10n * MIN,
    paidForRemainder: 0n,
  });
  assert.equal(isDone(all, { five: { isSubtokenEnabled: known(false) } }), 'SubtokenDisabled');
  assert.equal(sell(MIN, { five: { isSubtokenEnabled: known(false) } }), true);
  assert.equal(sell(MIN, { five: { exists: false } }), 'SubnetNotExists');
  const stranger = { facts: { hotkeys: [{ hotkey: HOTKEY, owner: null, take: 0, name: null }] } };
  assert.equal(sell(MIN, stranger), 'HotKeyAccountNotExists');
});

test('a sale: what is locked stays, to the alpha-rao', () => {
  const sell = (amount: bigint, change: Change) =>
    isDone({ name: 'remove_stake_limit', ...at, amount, ...limits }, change);
  assert.equal(sell(4n * MIN, { locked: 6n * MIN }), true);
  assert.equal(sell(4n * MIN + 1n, { locked: 6n * MIN }), 'StakeUnavailable');
  assert.equal(sell(4n * MIN + 1n, { locked: 6n * MIN, facts: { availability: unknown } }), true);
});

test('a sale takes up to a thousand reserves, and what its limit leaves unsold returns', () => {
  const reserve = 10n ** 12n;
  const one = { pool: { ...POOL_1, alphaReserve: reserve } };
  const held = 2_000n * reserve;
  const sell = (amount: bigint) =>
    isDone({ name: 'remove_stake', hotkey: HOTKEY, netuid: SN1, amount }, { one, held });
  assert.deepEqual([1_000n * reserve, 1_000n * reserve + 1n].map(sell), [
    true,
    'InsufficientLiquidity',
  ]);
  const state = stateOf({ held: reserve });
  const trade = { coldkey: ME, hotkey: HOTKEY, netuid: SN1, amount: reserve, dropFees: false };
  const part = sellOnChain(state, { ...trade, limitPrice: 6_562_000n }, ME, 'trade');
  assert.ok(part.ok);
  const [leg] = part.legs;
  assert.ok(leg);
  const sold = leg.fill.amountIn + leg.fill.fee;
  assert.ok(sold > 0n && sold < reserve);
  assert.equal(positionOf(part.state, SN1, HOTKEY, ME), reserve - sold);
  assert.equal(stakeAt(part.state, SN1, ME)?.total, reserve - sold);
});

test('a lock that travels leaves the giver and binds the receiver, to the alpha-rao', () => {
  const { destination } = sampleFacts();
  assert.ok(destination);
  const entry = (coldkey: typeof ME, total: bigint, locked: bigint) => ({
    coldkey,
    netuid: SN5,
    total: toAlphaRao(total),
    locked: toAlphaRao(locked),
    available: toAlphaRao(total - locked),
    bonds: noBonds,
  });
  const facts = {
    destination: { ...destination, acceptsLockedAlpha: known(true) },
    availability: known([entry(ME, 10n * MIN, 6n * MIN), entry(FRIEND, MIN, 1n)]),
  };
  const call: StakeCall = {
    name: 'transfer_stake',
    ...at,
    toColdkey: FRIEND,
    toNetuid: SN5,
    amount: 5n * MIN,
  };
  const step = runCall(stateOf({ facts }), ME, call);
  assert.ok(step.ok);
  const stakes = [ME, FRIEND].map((who) => {
    const stake = stakeAt(step.state, SN5, who);
    return [stake?.total, stake?.locked];
  });
  assert.deepEqual(stakes, [
    [5n * MIN, 5n * MIN],
    [6n * MIN, MIN + 1n],
  ]);
});

test('stake given across subnets is sold for the giver and bought by the receiver, from what it brought', () => {
  const facts = sampleFacts();
  const receiver = facts.destination;
  assert.ok(receiver);
  const freeOf = (state: ChainState) => [ME, FRIEND].map((who) => state.accounts.get(who)?.free);
  const give: StakeCall = {
    name: 'transfer_stake',
    ...at,
    toNetuid: ROOT_NETUID,
    toColdkey: FRIEND,
    amount: 2n * MIN,
  };
  const before = stateOf();
  const step = runCall(before, ME, give);
  assert.ok(step.ok);
  assert.deepEqual(freeOf(step.state), [RICH, receiver.free]);
  assert.equal(positionOf(step.state, ROOT_NETUID, HOTKEY, FRIEND), 2n * MIN);
  assert.equal(positionOf(step.state, SN5, HOTKEY, ME), 8n * MIN);
  const [effect] = step.value;
  assert.ok(effect?.kind === 'transition');
  assert.deepEqual(
    [effect.moved, effect.tao, effect.bought],
    [2n * MIN, 2n * MIN, { paid: 2n * MIN, received: 2n * MIN }],
  );
  // Who is bound by a freeze cannot pass on what keeps the account alive.
  const poor = { free: 0n, me: { frozen: toRao(1n) } };
  assert.equal(isDone(give, poor), 'InsufficientBalance');
});

test('the cap of a list of validators is the receiver’s for stake that is given, else one’s own', () => {
  const full = (call: StakeCall, own: number, receiver: number) => {
    const { rules } = sampleFacts();
    const hotkeyCaps = known({ own, receiver });
    const stakingHotkeys = [ME, FRIEND].map((coldkey) => ({ coldkey, hotkeys: known([]) }));
    return isDone(call, { facts: { rules: { ...rules, hotkeyCaps }, stakingHotkeys } });
  };
  const amount = 2n * MIN;
  const own: StakeCall = {
    name: 'move_stake',
    ...at,
    toNetuid: SN5,
    toHotkey: OTHER_HOTKEY,
    amount,
  };
  const given: StakeCall = {
    name: 'transfer_stake',
    ...at,
    toNetuid: SN5,
    toColdkey: FRIEND,
    amount,
  };
  assert.deepEqual([full(own, 0, 1), full(own, 1, 0)], ['TooManyStakingHotkeys', true]);
  assert.deepEqual([full(given, 1, 0), full(given, 0, 1)], ['TooManyStakingHotkeys', true]);
});

test('a remainder below the smallest is sold with the rest, one that is just enough stays', () => {
  // Ten times the minimum stake: 20,000,000 alpha-rao may stay.
  const smallest = 10n * MIN;
  const state = stateOf();
  assert.equal(smallestRemainder(state, SN5, HOTKEY, ME), smallest);
  assert.equal(smallestRemainder(state, SN5, HOTKEY, FRIEND), 0n, 'its owner keeps any');
  assert.equal(smallestRemainder(state, SN92, HOTKEY, ME), 0n, 'where there is no pool');
  const sell = (remainder: bigint) =>
    outcome(
      { name: 'remove_stake_limit', ...at, amount: 5n * MIN, ...limits },
      { held: 5n * MIN + remainder },
    );
  const sold = (paidForRemainder: bigint) => ({
    kind: 'unstake',
    sold: 5n * MIN,
    paid: 5n * MIN,
    paidForRemainder,
  });
  assert.deepEqual(sell(0n), sold(0n));
  assert.deepEqual(sell(1n), sold(1n));
  assert.deepEqual(sell(smallest - 1n), sold(smallest - 1n));
  assert.deepEqual(sell(smallest), sold(0n));
});

test('a remainder that nobody buys is lost, with its lock', () => {
  const call: StakeCall = {
    name: 'remove_stake_limit',
    hotkey: HOTKEY,
    netuid: SN1,
    amount: 10n ** 12n,
    limitPrice: 0n,
    allowPartial: false,
  };
  const step = runCall(stateOf({ held: 10n ** 12n + 1n, locked: 1n }), ME, call);
  assert.ok(step.ok);
  const [effect] = step.value;
  assert.ok(effect?.kind === 'unstake');
  assert.deepEqual([effect.sold, effect.paidForRemainder], [10n ** 12n, 0n]);
  assert.equal(positionOf(step.state, SN1, HOTKEY, ME), 0n);
  assert.deepEqual(
    [stakeAt(step.state, SN1, ME)?.total, stakeAt(step.state, SN1, ME)?.locked],
    [0n, 0n],
  );
  assert.equal(step.legs.length, 1);
});

test('what a sale pays must leave an account with the deposit; nothing paid is no refusal', () => {
  const sell = (amount: bigint, free: bigint) => {
    const trade = { coldkey: ME, ...at, amount, limitPrice: undefined, dropFees: false };
    const sale = sellOnChain(stateOf({ free }), trade, ME, 'trade');
    return sale.ok ? sale.value : sale.error;
  };
  assert.equal(sell(ED - 1n, 0n), 'Token.BelowMinimum');
  assert.equal(sell(ED, 0n), ED);
  assert.equal(sell(1n, ED - 1n), 1n);
  assert.equal(sell(1n, ED - 2n), 'Token.BelowMinimum');
  assert.equal(sell(0n, 0n), 0n);
});

test('a purchase takes what the account may spend alive, and fails where that is nothing', () => {
  const buy = (amount: bigint, free: bigint) => {
    const trade = { coldkey: ME, ...at, amount, limitPrice: undefined, dropFees: true };
    const step = buyOnChain(stateOf({ free }), trade);
    return step.ok ? step.value.paid : step.error;
  };
  for (const amount of [1n, 7n]) {
    assert.equal(buy(amount, ED), 'SubtensorModule.InsufficientBalance');
  }
  assert.equal(buy(7n, ED + 1n), 1n);
  assert.equal(buy(7n, ED + 7n), 7n);
  assert.equal(buy(7n, ED + 8n), 7n);
  assert.equal(buy(0n, ED), 'SubtensorModule.AmountTooLow');
});

test('across subnets: more than the minimum must come out; within one, the minimum is enough', () => {
  const across = (amount: bigint, change: Change = {}) =>
    isDone({ name: 'swap_stake', ...at, toNetuid: ROOT_NETUID, amount }, change);
  assert.equal(across(MIN), 'AmountTooLow');
  assert.equal(across(MIN + 1n), true);
  const within = (amount: bigint) =>
    isDone({ name: 'move_stake', ...at, toHotkey: OTHER_HOTKEY, toNetuid: SN5, amount });
  assert.equal(within(MIN_WITHIN - 1n), 'AmountTooLow');
  assert.equal(within(MIN_WITHIN), true);
  assert.equal(across(MIN + 1n, { locked: 9n * MIN }), 'StakeUnavailable');
  assert.equal(across(2n * MIN, { locked: 8n * MIN }), true);
  assert.equal(across(MIN + 1n, { five: { exists: false } }), 'SubnetNotExists');
  assert.equal(across(MIN + 1n, { five: { isSubtokenEnabled: known(false) } }), 'SubtokenDisabled');
  assert.equal(across(MIN + 1n, { five: { isSubtokenEnabled: unknown } }), true);
  const limited = (limitPrice: bigint, allowPartial: boolean) =>
    isDone({
      name: 'swap_stake_limit',
      ...at,
      toNetuid: ROOT_NETUID,
      amount: 2n * MIN,
      limitPrice,
      allowPartial,
    });
  assert.equal(limited(1_000_000_000n, false), true);
  assert.equal(limited(1_000_000_001n, false), 'SlippageTooHigh');
});

test('a change takes what is held, and to its own place it is none', () => {
  const move = (toHotkey: typeof HOTKEY, amount: bigint): StakeCall => ({
    name: 'move_stake',
    ...at,
    toHotkey,
    toNetuid: SN5,
    amount,
  });
  assert.equal(isDone(move(HOTKEY, 5n * MIN)), 'SameNetuid');
  assert.deepEqual(outcome(move(OTHER_HOTKEY, U64_MAX)), {
    kind: 'transition',
    moved: 10n * MIN,
    tao: 10n * MIN,
    bought: null,
    lockedTravels: 0n,
  });
  assert.deepEqual(outcome({ name: 'swap_stake', ...at, toNetuid: ROOT_NETUID, amount: U64_MAX }), {
    kind: 'transition',
    moved: 10n * MIN,
    tao: 10n * MIN,
    bought: { paid: 10n * MIN, received: 10n * MIN },
    lockedTravels: 0n,
  });
});

test('one pool fee for both trades: on the sale, or on the purchase where it starts at root', () => {
  const dropped = (netuid: typeof SN1, to: typeof SN1): unknown => {
    const call: StakeCall = {
      name: 'swap_stake',
      hotkey: HOTKEY,
      netuid,
      toNetuid: to,
      amount: 10n ** 12n,
    };
    const step = runCall(stateOf({ held: 10n ** 12n }), ME, call);
    assert.ok(step.ok, JSON.stringify(step.ok ? '' : step.error));
    return step.legs.map(({ order, netuid: place }) => [place, order.dropFees === true]);
  };
  assert.deepEqual(dropped(SN1, ROOT_NETUID), [
    [SN1, false],
    [ROOT_NETUID, true],
  ]);
  assert.deepEqual(dropped(ROOT_NETUID, SN1), [
    [ROOT_NETUID, true],
    [SN1, false],
  ]);
});

test('a transfer: allowed by both subnets, and only the locked share takes its lock along', () => {
  const lock = (coldkey: typeof ME, hotkey: typeof HOTKEY) => ({
    coldkey,
    netuid: SN5,
    hotkey,
    locked: toAlphaRao(1n),
    isPerpetual: known(false),
  });
  const give = (amount: bigint, change: Change = {}, accepts = true) => {
    const { destination } = sampleFacts();
    assert.ok(destination);
    return outcome(
      { name: 'transfer_stake', ...at, toColdkey: FRIEND, toNetuid: SN5, amount },
      {
        ...change,
        facts: {
          destination: { ...destination, acceptsLockedAlpha: known(accepts) },
          ...change.facts,
        },
      },
    );
  };
  const travels = (result: string | Effect) =>
    typeof result === 'string' || result.kind !== 'transition' ? result : result.lockedTravels;
  const bound = { locked: 6n * MIN };
  assert.equal(travels(give(4n * MIN, bound, false)), 0n);
  assert.equal(travels(give(4n * MIN + 1n, bound, false)), 'AccountRejectsLockedAlpha');
  assert.equal(travels(give(4n * MIN + 1n, bound)), 1n);
  assert.equal(travels(give(10n * MIN, bound)), 6n * MIN);
  const locks = (...all: ReturnType<typeof lock>[]): Change => ({
    ...bound,
    facts: { locks: known(all) },
  });
  const same = locks(lock(ME, HOTKEY), lock(FRIEND, HOTKEY));
  const others = locks(lock(ME, HOTKEY), lock(FRIEND, OTHER_HOTKEY));
  assert.equal(travels(give(5n * MIN, same)), MIN);
  assert.equal(travels(give(5n * MIN, others)), 'LockHotkeyMismatch');
  assert.equal(travels(give(4n * MIN, others)), 0n);
  // Somebody else's lock is nobody's of these two.
  const first = lock(HOTKEY, OTHER_HOTKEY);
  const behind = locks(first, lock(ME, HOTKEY), lock(FRIEND, OTHER_HOTKEY));
  assert.equal(travels(give(5n * MIN, behind)), 'LockHotkeyMismatch');
  assert.equal(
    travels(give(5n * MIN, { five: { isTransferEnabled: known(false) } })),
    'TransferDisallowed',
  );
  assert.equal(travels(give(5n * MIN, { five: { isTransferEnabled: unknown } })), 0n);
  // An account that announced a swap of its key is refused all of it.
  const swapping = { me: { swapAnnouncedFor: known(7) } };
  assert.equal(travels(give(MIN, swapping)), 'ColdkeySwapAnnounced');
  const disputed = { me: { swapAnnouncedFor: known(7), isSwapDisputed: known(true) } };
  assert.equal(travels(give(MIN, disputed)), 'ColdkeySwapDisputed');
});

test('what an account may spend: freezes count over reserves, and whoever is bound stays alive', () => {
  const rows: [free: bigint, reserved: bigint, frozen: bigint, alive: bigint, all: bigint][] = [
    [1_000n, 0n, 0n, 500n, 1_000n],
    [500n, 0n, 0n, 0n, 500n],
    [499n, 0n, 0n, 0n, 499n],
    [501n, 0n, 0n, 1n, 501n],
    [0n, 7n, 0n, 0n, 0n],
    [1_000n, 7n, 0n, 500n, 500n],
    [1_000n, 0n, 1n, 500n, 500n],
    [1_000n, 0n, 500n, 500n, 500n],
    [1_000n, 0n, 501n, 499n, 499n],
    [1_000n, 300n, 900n, 400n, 400n],
    [1_000n, 900n, 900n, 500n, 500n],
    [1_000n, 901n, 900n, 500n, 500n],
    [1_000n, 0n, 1_000n, 0n, 0n],
    [1_000n, 0n, 1_001n, 0n, 0n],
  ];
  for (const [free, reserved, frozen, alive, all] of rows) {
    const me = { reserved: toRao(reserved), frozen: toRao(frozen) };
    const state = stateOf({ free, me });
    const name = `${free} free, ${reserved} reserved, ${frozen} frozen`;
    assert.equal(spendable(state, ME, 'keep-alive'), alive, name);
    assert.equal(spendable(state, ME, 'all'), all, name);
  }
  assert.equal(spendable(stateOf(), HOTKEY, 'all'), 0n, 'an account that was not read has nothing');
});

test('changes of a state end at nothing and at u64, and what was not read stays so', () => {
  const state = stateOf({ held: 10n, locked: 4n });
  const held = (change: bigint) =>
    positionOf(changePosition(state, SN5, HOTKEY, ME, change), SN5, HOTKEY, ME);
  assert.deepEqual([-9n, -10n, -11n, 1n].map(held), [1n, 0n, 0n, 11n]);
  assert.equal(held(U64_MAX), U64_MAX);
  const total = (change: bigint) =>
    stakeAt(changePosition(state, SN5, HOTKEY, ME, change), SN5, ME);
  assert.equal(total(-3n)?.total, 7n);
  assert.equal(stakeAt(changeLocked(state, SN5, ME, -3n), SN5, ME)?.locked, 1n);
  assert.equal(stakeAt(changePosition(state, SN92, HOTKEY, ME, 5n), SN92, ME), null);
  assert.equal(changeLocked(state, SN92, ME, 5n), state);
  const free = (change: bigint) =>
    changeFree(stateOf({ free: 10n }), ME, change).accounts.get(ME)?.free;
  assert.deepEqual([-10n, 1n, U64_MAX].map(free), [0n, 11n, U64_MAX]);
  assert.throws(() => free(-11n), RangeError);
  assert.equal(changeFree(state, HOTKEY, 1n), state);
  assert.equal(stateOf({ facts: { availability: unknown } }).isStakeRead, false);
  assert.equal(stateOf({ facts: { availability: noBonds } }).isStakeRead, true);
  assert.equal(stateOf().isStakeRead, true);
});

test('the network fee: in TAO while the account stays alive, else in alpha that may leave, else not', () => {
  const sell: StakeCall = { name: 'remove_stake_limit', ...at, amount: MIN, ...limits };
  const pay = (fee: bigint, change: Change, call: StakeCall = sell) => {
    const paid = payNetworkFee(stateOf(change), ME, call, known(toRao(fee)));
    const { networkFee, isPayable, state, legs } = paid;
    const { paidIn, fee: amount } = networkFee.known ? networkFee.value : { paidIn: '', fee: 0n };
    const left = state.accounts.get(ME)?.free ?? -1n;
    return [isPayable, paidIn, amount, left, positionOf(state, SN5, HOTKEY, ME), legs.length];
  };
  const held = 100n;
  assert.deepEqual(pay(40n, { free: 540n, held }), [true, 'tao', 40n, 500n, held, 0]);
  assert.deepEqual(pay(40n, { free: 539n, held }), [true, 'alpha', 40n, 539n, 60n, 1]);
  assert.deepEqual(pay(100n, { free: 500n, held }), [true, 'alpha', 100n, 500n, 0n, 1]);
  assert.deepEqual(pay(101n, { free: 500n, held }), [false, 'tao', 101n, 500n, held, 0]);
  // Spec 425 sells of the whole position, locked or not.
  assert.deepEqual(pay(40n, { free: 500n, held, locked: 90n }), [true, 'alpha', 40n, 500n, 60n, 1]);
  // Later only of what may leave.
  const bonds = (available: bigint): Change => ({
    free: 500n,
    held,
    facts: {
      availability: known([
        {
          coldkey: ME,
          netuid: SN5,
          total: toAlphaRao(held),
          locked: toAlphaRao(0n),
          available: toAlphaRao(available),
          bonds: known([]),
        },
      ]),
    },
  });
  assert.deepEqual(pay(100n, bonds(100n)), [true, 'alpha', 100n, 500n, 0n, 1]);
  assert.deepEqual(pay(40n, bonds(40n)), [true, 'alpha', 40n, 500n, 60n, 1]);
  assert.deepEqual(pay(41n, bonds(40n)), [false, 'tao', 41n, 500n, held, 0]);
  assert.deepEqual(pay(40n, { free: 500n, held, facts: { availability: unknown } }), [
    null,
    'tao',
    40n,
    500n,
    held,
    0,
  ]);
  // No call that buys or changes pays in alpha, nor does a batch.
  const add: StakeCall = { name: 'add_stake', ...at, amount: MIN };
  assert.equal(pay(40n, { free: 500n, held }, add)[0], false);
  const batch = { name: 'batch_all', calls: [sell] } as const;
  assert.equal(
    payNetworkFee(stateOf({ free: 500n }), ME, batch, known(toRao(1n))).isPayable,
    false,
  );
  assert.equal(payNetworkFee(stateOf(), ME, sell, unknown).isPayable, null);
  assert.deepEqual(networkFeeOf({ a: known(toRao(1n)) }, 'a'), known(1n));
  assert.equal(networkFeeOf({}, 'a').known, false);
});

test('a gross amount is the least whose net is what was asked', () => {
  for (const rate of [0, 1, 33, 196, 1_000, 65_534]) {
    for (const net of [0n, 1n, 2n, 1_985n, 1_986n, 2_000_000n, 10n ** 12n + 1n]) {
      const gross = grossForNet(net, rate);
      assert.equal(gross - feeOfGross(gross, rate), net, `${net} at ${rate}`);
    }
  }
  assert.equal(grossForNet(2_000_000n, 33), 2_001_007n);
  // Where 65,535 would give the same: its fee is a whole number, of which the chain takes one less.
  assert.equal(grossForNet(65_502n, 33), 65_534n);
  assert.equal(grossForNet(65_534n, 1), 65_534n);
  assert.equal(grossForNet(10n * 65_502n, 33), 655_349n);
});

test('calls by name, and only such as a plan holds', () => {
  const sell: StakeCall = { name: 'remove_stake_limit', ...at, amount: 7n, ...limits };
  const buy: StakeCall = { name: 'add_stake', ...at, amount: 7n };
  const batch = { name: 'batch_all', calls: [sell, sell, buy] } as const;
  assert.equal(feeName(sell), 'SubtensorModule.remove_stake_limit');
  assert.equal(
    feeName(batch),
    'Utility.batch_all[2*SubtensorModule.remove_stake_limit+SubtensorModule.add_stake]',
  );
  assert.equal(batchOf(['a', 'b', 'b', 'a', 'a', 'a']), 'Utility.batch_all[a+2*b+3*a]');
  assert.deepEqual(callsIn(batch), [sell, sell, buy]);
  assert.deepEqual(callsIn(sell), [sell]);
  for (const call of [sell, buy, batch]) {
    assert.deepEqual(chainCallOf(draftOf(call), [HOTKEY]), call);
    assert.throws(() => chainCallOf(draftOf(call), [OTHER_HOTKEY]), { code: 'INTERNAL' });
  }
  const draft = draftOf(sell);
  const strange: [string, unknown][] = [
    ['hotkey', 7],
    ['netuid', 5n],
    ['netuid', 'five'],
    ['amount_unstaked', 7],
    ['allow_partial', 0n],
    ['limit_price', null],
  ];
  for (const [argument, value] of strange) {
    const args = { ...draft.args, [argument]: value as bigint };
    assert.throws(() => chainCallOf({ ...draft, args }, [HOTKEY]), { code: 'INTERNAL' }, argument);
  }
  const batched = (calls: unknown) => ({
    pallet: 'Utility',
    name: 'batch_all',
    args: { calls: calls as bigint[] },
  });
  for (const calls of [undefined, 7n, [], [7n], [null], [[draft]]]) {
    assert.throws(() => chainCallOf(batched(calls), [HOTKEY]), { code: 'INTERNAL' });
  }
  assert.throws(() => chainCallOf({ ...draft, name: 'toString' }, [HOTKEY]), { code: 'INTERNAL' });
});
