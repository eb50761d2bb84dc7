// Each rule about plans at each of its verdicts, on facts that differ from a calm plan's by one thing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planRules } from '../../src/checks/all-rules.ts';
import { noLimits, type AccountLimits } from '../../src/model/account-limits.ts';
import type { CheckResult, Severity, Verdict } from '../../src/model/check.ts';
import type { ChainRules } from '../../src/model/chain-rules.ts';
import type {
  AccountFacts,
  Availability,
  MoveFacts,
  Reading,
  ReceiverFacts,
  SubnetFacts,
} from '../../src/model/facts.ts';
import type { GuardSubject, GuardVerdict } from '../../src/model/guard.ts';
import type { DeviceFacts } from '../../src/model/device.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import {
  ROOT_NETUID,
  toAlphaRao,
  toNetuid,
  toRao,
  type Rao,
  type Ss58Address,
} from '../../src/units.ts';
import {
  FEE,
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
  STRANGER,
  TERMS,
  unknown,
} from '../moves/sample-facts.ts';
import { claim, claimAndLeave, claimBoth, owing, owingNothing } from './claim-cases.ts';
import {
  accept,
  HELD,
  lockedTo,
  locking,
  lockOf,
  perpetual,
  refuse,
  unreadCourse,
  unreadFlag,
  unreadLock,
  unreadStake,
} from './lock-cases.ts';
import { figuresIn } from './sentence-of.ts';

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const stake: Move = { kind: 'stake', ...at, amount: toRao(1_000_000_000n) };
const large: Move = { kind: 'stake', ...at, amount: toRao(200_000_000_000n) };
const unstake: Move = { kind: 'unstake', ...at, amount: toAlphaRao(1_000_000_000_000n) };
const unstakeAll: Move = { kind: 'unstake-all', ...at };
const change: Move = { ...unstake, kind: 'change-validator', toHotkey: OTHER_HOTKEY };
const give: Move = { ...unstake, kind: 'transfer', toColdkey: FRIEND };
const protect: Move = {
  ...unstake,
  kind: 'change-subnet',
  toNetuid: SN92,
  toHotkey: HOTKEY,
  route: 'protected',
};
const oneCall: Move = { ...protect, route: 'one-call' };
const exit: Move = {
  kind: 'exit-several',
  coldkey: ME,
  items: [
    { hotkey: HOTKEY, netuid: SN1 },
    { hotkey: HOTKEY, netuid: SN92 },
  ],
  sending: 'one-batch',
};

type Edit = (facts: MoveFacts) => MoveFacts;
/** Every row agrees but these. */
const guarded =
  (but: Partial<Record<GuardSubject, GuardVerdict>> = {}): Edit =>
  (facts) => ({
    ...facts,
    guard: (['spot', 'simulation', 'event'] as const).map((subject) => {
      return { subject, name: null, verdict: but[subject] ?? { state: 'agrees' } };
    }),
  });
const refused: GuardVerdict = { state: 'not-checked', reason: 'unreadable' };
const another: GuardVerdict = {
  state: 'disagrees',
  where: SN1,
  ours: { unit: 'rao', amount: 1n },
  chain: { unit: 'rao', amount: 2n },
};
/** One more than the newest that is known. */
const newer: Edit = (facts) => ({ ...facts, runtime: { ...facts.runtime, specVersion: 476 } });
const rules =
  (part: Partial<ChainRules>): Edit =>
  (facts) => ({ ...facts, rules: { ...facts.rules, ...part } });
const me =
  (part: Partial<AccountFacts>): Edit =>
  (facts) => ({ ...facts, coldkey: { ...facts.coldkey, ...part } });
const inputs =
  (by: MoveFacts['inputs'] & string) =>
  (facts: MoveFacts): MoveFacts => ({ ...facts, inputs: by });
const depth =
  (source: MoveFacts['depth']): Edit =>
  (facts) => ({ ...facts, depth: source });
const friend =
  (part: Partial<AccountFacts>): Edit =>
  (facts) => ({
    ...facts,
    destination: facts.destination && { ...facts.destination, ...part },
  });
const receiver =
  (part: Partial<ReceiverFacts>): Edit =>
  (facts) => ({ ...facts, receiver: facts.receiver && { ...facts.receiver, ...part } });
/** With these limits of the account, and so many rao ordered before in a day. */
const limited =
  (limits: Partial<AccountLimits>, moved: Reading<Rao> = known(toRao(0n))): Edit =>
  (facts) => ({
    ...facts,
    accountLimits: known({ limits: { ...noLimits, ...limits }, movedToday: moved }),
  });
const cuts: Edit = rules({ overAmounts: known('cuts') });
const safeMode = (until: number): Edit => rules({ safeModeUntil: known(until) });
const hold = (blocks: number): Edit => rules({ rootHold: known(blocks) });
const rootedAt =
  (block: number | null): Edit =>
  (facts) => ({ ...facts, rootStakedAt: [{ hotkey: HOTKEY, block: known(block) }] });
/** A list of so many hotkeys, none of them the move's own but those named. */
const listed =
  (coldkey: Ss58Address, count: number, ...named: Ss58Address[]): Edit =>
  (facts) => ({
    ...facts,
    stakingHotkeys: [
      {
        coldkey,
        hotkeys: known([...named, ...Array<Ss58Address>(count - named.length).fill(STRANGER)]),
      },
    ],
  });
const unused: Edit = friend({ nonce: 0, free: toRao(0n) });
const somebodyElse: Edit = friend({ coldkey: OTHER_HOTKEY });
const subnet =
  (netuid: number, part: Partial<SubnetFacts>): Edit =>
  (facts) => ({
    ...facts,
    subnets: facts.subnets.map((one) => (one.netuid === netuid ? { ...one, ...part } : one)),
  });
const fees =
  (name: string, fee: MoveFacts['networkFees'][string]): Edit =>
  (facts) => ({ ...facts, networkFees: { ...facts.networkFees, [name]: fee } });
const held =
  (alpha: bigint): Edit =>
  (facts) => ({
    ...facts,
    positions: facts.positions.map((one) =>
      one.netuid === SN1 && one.hotkey === HOTKEY ? { ...one, alpha: toAlphaRao(alpha) } : one,
    ),
  });
const locked =
  (amount: bigint): Edit =>
  (facts) => ({
    ...facts,
    availability: known([
      {
        coldkey: ME,
        netuid: SN1,
        total: toAlphaRao(9_000_000_000_000n),
        locked: toAlphaRao(amount),
        available: toAlphaRao(9_000_000_000_000n - amount),
        bonds: noBonds,
      },
    ]),
  });
/** Of 9,000 so much may leave, nothing of the rest is locked. */
const bonded =
  (available: bigint, bonds: Availability['bonds'] = noBonds): Edit =>
  (facts) => ({
    ...facts,
    availability: known([
      {
        coldkey: ME,
        netuid: SN1,
        total: toAlphaRao(9_000_000_000_000n),
        locked: toAlphaRao(0n),
        available: toAlphaRao(available),
        bonds,
      },
    ]),
  });
const bondOf = (hotkey: typeof HOTKEY, alpha: bigint): Availability['bonds'] =>
  known([{ hotkey, alpha: toAlphaRao(alpha) }]);
const lockAt = (coldkey: typeof ME, hotkey: typeof HOTKEY | null) => ({
  coldkey,
  netuid: SN1,
  hotkey,
  locked: toAlphaRao(8_500_000_000_000n),
  isPerpetual: known(false),
});
const lockedByMe =
  (...locks: ReturnType<typeof lockAt>[]): Edit =>
  (facts) => ({ ...locked(8_500_000_000_000n)(facts), locks: known(locks) });
/** As the node tells an account that may be on a hardware device; null: no size could be told. */
const onDevice =
  (canHash: DeviceFacts['canHash'], bytes: number | null): Edit =>
  (facts) => ({
    ...facts,
    device: {
      canHash,
      bytes:
        bytes === null
          ? {}
          : Object.fromEntries(Object.keys(facts.networkFees).map((name) => [name, known(bytes)])),
    },
  });
const nobody = known({ providers: 0, sufficients: 0 });
const accepts: Edit = friend({ acceptsLockedAlpha: known(true) });
const both =
  (...edits: Edit[]): Edit =>
  (facts) =>
    edits.reduce((edited, edit) => edit(edited), facts);
const without =
  (...names: string[]): Edit =>
  (facts) =>
    rules({ calls: facts.rules.calls.filter((name) => !names.includes(name)) })(facts);
const hotkeys =
  (owner: typeof FRIEND | null): Edit =>
  (facts) => ({ ...facts, hotkeys: facts.hotkeys.map((one) => ({ ...one, owner })) });
const calm: Edit = (facts) => facts;

type Row = {
  id: string;
  verdict: Verdict;
  move: Move;
  edit: Edit;
  severity?: Severity;
  chainError?: string;
  terms?: Partial<MoveTerms>;
  asks?: true;
};

const row = (
  id: string,
  verdict: Verdict,
  move: Move,
  edit: Edit = calm,
  rest: Partial<Row> = {},
): Row => ({ id, verdict, move, edit, ...rest });
const fails = (error: string): Partial<Row> => ({ chainError: `SubtensorModule.${error}` });

const rootLocked = fails('RootStakeLocked');
/** The block of the sample's facts. */
const NOW = sampleFacts().block.number;
const unroot: Move = { ...unstake, netuid: ROOT_NETUID, amount: toAlphaRao(10_000_000_000n) };
const moveRoot: Move = { ...oneCall, ...unroot, kind: 'change-subnet', toNetuid: SN92 };

const table: readonly Row[] = [
  row('coldkey-swap', 'pass', stake),
  row(
    'coldkey-swap',
    'block',
    stake,
    me({ swapAnnouncedFor: known(9_300_000) }),
    fails('ColdkeySwapAnnounced'),
  ),
  row(
    'coldkey-swap',
    'block',
    stake,
    me({ swapAnnouncedFor: known(9_300_000), isSwapDisputed: known(true) }),
    fails('ColdkeySwapDisputed'),
  ),
  row('coldkey-swap', 'unknown', stake, me({ swapAnnouncedFor: unknown })),
  row('lock-amount', 'pass', lockOf(1n), locking()),
  row('lock-amount', 'block', lockOf(0n), locking(), fails('AmountTooLow')),
  row('lock-stake', 'pass', lockOf(HELD - 5n), locking({}, 5n)),
  row('lock-stake', 'block', lockOf(HELD - 4n), locking({}, 5n), fails('InsufficientStakeForLock')),
  row('lock-stake', 'unknown', lockOf(1n), unreadStake),
  row('lock-hotkey', 'pass', lockOf(1n), locking()),
  row('lock-hotkey', 'pass', lockOf(1n), lockedTo(HOTKEY)),
  row('lock-hotkey', 'block', lockOf(1n), lockedTo(OTHER_HOTKEY), fails('LockHotkeyMismatch')),
  row('lock-hotkey', 'unknown', lockOf(1n), unreadLock),
  row('lock-hotkey', 'unknown', lockOf(1n)),
  row('lock-decays', 'warn', lockOf(1n), locking(), { severity: 'red', asks: true }),
  row('lock-decays', 'unknown', lockOf(1n), unreadCourse),
  row('lock-decays', 'unknown', lockOf(1n), unreadFlag),
  row('lock-perpetual', 'warn', lockOf(1n), perpetual, { severity: 'red', asks: true }),
  row(
    'hotkey-known',
    'block',
    lockOf(1n),
    both(locking(), hotkeys(null)),
    fails('HotKeyAccountNotExists'),
  ),
  row(
    'subnet-exists',
    'block',
    lockOf(1n),
    both(locking(), subnet(1, { exists: false })),
    fails('SubnetNotExists'),
  ),
  row('accept-changes', 'pass', accept),
  row('accept-changes', 'block', refuse),
  row('accept-changes', 'unknown', refuse, me({ acceptsLockedAlpha: unknown })),
  row('accept-changes', 'pass', refuse, me({ acceptsLockedAlpha: known(true) })),
  row('accept-locks', 'warn', accept, calm, { severity: 'warning' }),
  row('signer-admitted', 'pass', stake),
  row(
    'signer-admitted',
    'pass',
    stake,
    me({ references: known({ providers: 0, sufficients: 1 }) }),
  ),
  row('signer-admitted', 'block', unstake, me({ references: nobody })),
  row('signer-admitted', 'block', exit, me({ references: nobody })),
  row('signer-admitted', 'unknown', unstake, me({ references: unknown })),
  row('subnet-exists', 'pass', stake),
  row('subnet-exists', 'block', stake, subnet(1, { exists: false }), fails('SubnetNotExists')),
  row(
    'subnet-exists',
    'block',
    stake,
    (facts) => ({ ...facts, subnets: [] }),
    fails('SubnetNotExists'),
  ),
  row('model-exists', 'pass', stake),
  row('model-exists', 'block', stake, subnet(1, { curve: 'node-only', pool: null })),
  row('calls-exist', 'pass', unstakeAll),
  row('calls-exist', 'warn', unstakeAll, without('SubtensorModule.remove_stake_full_limit'), {
    severity: 'warning',
    asks: true,
  }),
  row('calls-exist', 'warn', stake, without('SubtensorModule.add_stake_limit'), {
    severity: 'warning',
    asks: true,
  }),
  row('calls-exist', 'block', protect, without('Utility.batch_all')),
  row('calls-exist', 'block', exit, without('Utility.batch_all')),
  row('subtoken-enabled', 'pass', stake),
  row(
    'subtoken-enabled',
    'block',
    stake,
    subnet(1, { isSubtokenEnabled: known(false) }),
    fails('SubtokenDisabled'),
  ),
  row(
    'subtoken-enabled',
    'block',
    change,
    subnet(1, { isSubtokenEnabled: known(false) }),
    fails('SubtokenDisabled'),
  ),
  row('subtoken-enabled', 'unknown', stake, subnet(1, { isSubtokenEnabled: unknown })),
  row('different-place', 'pass', change),
  row('different-place', 'block', { ...change, toHotkey: HOTKEY }, calm, fails('SameNetuid')),
  row('different-place', 'block', { ...give, toColdkey: ME }, calm, fails('SameNetuid')),
  row('different-place', 'block', { ...oneCall, toNetuid: SN1 }, calm, fails('SameNetuid')),
  row('hotkey-known', 'pass', stake),
  row('hotkey-known', 'block', stake, hotkeys(null), fails('HotKeyAccountNotExists')),
  row('hotkey-known', 'block', unstake, hotkeys(null), fails('HotKeyAccountNotExists')),
  row('hotkey-known', 'unknown', stake, (facts) => ({ ...facts, hotkeys: [] })),
  row('enough-stake', 'pass', unstake),
  row('enough-stake', 'block', unstake, held(5n), fails('NotEnoughStakeToWithdraw')),
  row('enough-stake', 'block', change, held(999_999_999_999n), fails('NotEnoughStakeToWithdraw')),
  row('enough-stake', 'block', oneCall, held(999_999_999_999n), fails('NotEnoughStakeToWithdraw')),
  // An older runtime cuts these down in silence: our own rule, no chain error.
  row('enough-stake', 'block', change, both(held(999_999_999_999n), cuts)),
  row('enough-stake', 'block', oneCall, both(held(999_999_999_999n), cuts)),
  row('safe-mode', 'pass', stake),
  row('safe-mode', 'block', stake, safeMode(9_247_588), { chainError: 'System.CallFiltered' }),
  row('safe-mode', 'block', give, safeMode(9_247_588), { chainError: 'System.CallFiltered' }),
  row('safe-mode', 'unknown', stake, rules({ safeModeUntil: unknown })),
  row('root-hold', 'pass', unroot, both(hold(7_200), rootedAt(NOW - 7_200))),
  row('root-hold', 'pass', unroot, both(hold(7_200), rootedAt(null))),
  row('root-hold', 'block', unroot, both(hold(7_200), rootedAt(NOW - 7_199)), rootLocked),
  row('root-hold', 'block', moveRoot, both(hold(7_200), rootedAt(NOW - 1)), rootLocked),
  row('root-hold', 'unknown', unroot, rules({ rootHold: unknown })),
  row('root-hold', 'unknown', unroot, (facts) => ({ ...hold(7_200)(facts), rootStakedAt: [] })),
  row('hotkey-cap', 'pass', stake, listed(ME, 255)),
  row('hotkey-cap', 'block', stake, listed(ME, 256), fails('TooManyStakingHotkeys')),
  row('hotkey-cap', 'block', change, listed(ME, 256, HOTKEY), fails('TooManyStakingHotkeys')),
  row('hotkey-cap', 'pass', give, listed(FRIEND, 127)),
  row('hotkey-cap', 'block', give, listed(FRIEND, 128), fails('TooManyStakingHotkeys')),
  row('hotkey-cap', 'unknown', stake, both(listed(ME, 1), rules({ hotkeyCaps: unknown }))),
  row('hotkey-cap', 'unknown', stake, (facts) => ({ ...facts, stakingHotkeys: [] })),
  row('stake-available', 'pass', unstake),
  row('stake-available', 'block', unstake, locked(8_500_000_000_000n), fails('StakeUnavailable')),
  row('stake-available', 'block', oneCall, locked(8_500_000_000_000n), fails('StakeUnavailable')),
  row('stake-available', 'block', unstake, bonded(361_500_000_000n), fails('StakeUnavailable')),
  row(
    'stake-available',
    'block',
    unstake,
    bonded(3_000_000_000_000n, bondOf(HOTKEY, 8_500_000_000_000n)),
    fails('StakeUnavailable'),
  ),
  row('stake-available', 'pass', unstake, bonded(1_000_000_000_000n)),
  row('stake-available', 'unknown', change, bonded(361_500_000_000n)),
  row('stake-available', 'pass', change, bonded(1_000_000_000_000n)),
  row(
    'stake-available',
    'block',
    change,
    bonded(361_500_000_000n, bondOf(HOTKEY, 8_638_500_000_000n)),
    fails('StakeUnavailable'),
  ),
  row(
    'stake-available',
    'block',
    give,
    bonded(361_500_000_000n, bondOf(HOTKEY, 8_638_500_000_000n)),
    fails('StakeUnavailable'),
  ),
  row('stake-available', 'unknown', change, (facts) => ({ ...facts, availability: unknown })),
  row('stake-available', 'unknown', unstake, (facts) => ({ ...facts, availability: unknown })),
  row('enough-balance', 'pass', stake),
  row(
    'enough-balance',
    'block',
    stake,
    me({ free: toRao(900_000_000n) }),
    fails('NotEnoughBalanceToStake'),
  ),
  row('enough-balance', 'unknown', stake, fees('SubtensorModule.add_stake_limit', unknown)),
  row('network-fee', 'pass', stake),
  row('network-fee', 'warn', unstake, me({ free: toRao(600n) }), { severity: 'notice' }),
  row('network-fee', 'block', stake, me({ free: toRao(1_000n) })),
  row('network-fee', 'block', protect, me({ free: toRao(1_000n) })),
  row('network-fee', 'unknown', unstake, fees('SubtensorModule.remove_stake_limit', unknown)),
  row('device-hash', 'pass', unstake, onDevice(known(true), 900)),
  row('device-hash', 'warn', unstake, onDevice(known(false), 900), { severity: 'red', asks: true }),
  row('device-hash', 'unknown', exit, onDevice(unknown, 900)),
  row('device-size', 'pass', unstake, onDevice(known(true), 8_192)),
  row('device-size', 'warn', unstake, onDevice(known(true), 8_193), { severity: 'warning' }),
  row('device-size', 'warn', exit, onDevice(known(true), 16_385), { severity: 'red', asks: true }),
  row('device-size', 'unknown', unstake, onDevice(known(true), null)),
  row('minimum-stake', 'pass', { ...stake, amount: toRao(2_001_007n) }),
  row(
    'minimum-stake',
    'block',
    { ...stake, amount: toRao(2_001_006n) },
    calm,
    fails('AmountTooLow'),
  ),
  row(
    'minimum-stake',
    'block',
    { ...unstake, amount: toAlphaRao(300_000_000n) },
    calm,
    fails('AmountTooLow'),
  ),
  row(
    'minimum-stake',
    'block',
    { ...change, amount: toAlphaRao(304_000_000n) },
    rules({ minimumTransfer: toRao(2_000_000n) }),
    fails('AmountTooLow'),
  ),
  // Inside a subnet, and to another coldkey, the least is the smaller one: 15,237,399 alpha-rao are 100,000 rao.
  row('minimum-stake', 'pass', { ...change, amount: toAlphaRao(15_237_399n) }),
  row('minimum-stake', 'pass', { ...give, amount: toAlphaRao(15_237_399n) }),
  row(
    'minimum-stake',
    'block',
    { ...change, amount: toAlphaRao(15_237_396n) },
    calm,
    fails('AmountTooLow'),
  ),
  row(
    'minimum-stake',
    'block',
    { ...give, amount: toAlphaRao(15_237_396n) },
    calm,
    fails('AmountTooLow'),
  ),
  row(
    'minimum-stake',
    'block',
    { ...oneCall, amount: toAlphaRao(304_000_000n) },
    calm,
    fails('AmountTooLow'),
  ),
  row('minimum-stake', 'block', unstakeAll, held(0n), fails('AmountTooLow')),
  row('minimum-stake', 'pass', unstakeAll, held(300_000_000n)),
  row('pool-can-fill', 'pass', stake),
  row('pool-can-fill', 'block', stake, subnet(1, { pool: { ...POOL_1, alphaReserve: 999_999n } }), {
    chainError: 'Swap.ReservesTooLow',
  }),
  row(
    'pool-can-fill',
    'block',
    { ...stake, amount: toRao(23_100_000_000_000_000n) },
    me({ free: toRao(30_000_000_000_000_000n) }),
    fails('InsufficientLiquidity'),
  ),
  row('dust-exit', 'block', unstakeAll, held(5_000n), { chainError: 'Swap.ReservesTooLow' }),
  row('receiver-keyless', 'block', give, receiver({ isKeyless: true })),
  row('receiver-hotkey', 'pass', give),
  row('receiver-hotkey', 'warn', give, receiver({ hotkeyOwner: known(OTHER_HOTKEY) }), {
    severity: 'typed',
  }),
  // One key for both: it is a hotkey still.
  row('receiver-hotkey', 'warn', give, receiver({ hotkeyOwner: known(FRIEND) }), {
    severity: 'typed',
  }),
  row('receiver-hotkey', 'unknown', give, receiver({ hotkeyOwner: unknown })),
  row('receiver-hotkey', 'unknown', give, somebodyElse),
  row('receiver-own-hotkey', 'warn', give, receiver({ hotkeyOwner: known(ME) }), {
    severity: 'typed',
  }),
  row('receiver-contract', 'pass', give),
  row('receiver-contract', 'warn', give, receiver({ isContract: known(true) }), {
    severity: 'typed',
  }),
  row('receiver-contract', 'unknown', give, receiver({ isContract: unknown })),
  row('receiver-contract', 'unknown', give, somebodyElse),
  row('receiver-empty', 'pass', give),
  row('receiver-empty', 'pass', give, friend({ nonce: 1, free: toRao(0n) })),
  row('receiver-empty', 'warn', give, unused, { severity: 'red', asks: true }),
  row('receiver-empty', 'unknown', give, somebodyElse),
  row('transfer-enabled', 'pass', give),
  row(
    'transfer-enabled',
    'block',
    give,
    subnet(1, { isTransferEnabled: known(false) }),
    fails('TransferDisallowed'),
  ),
  row('transfer-enabled', 'unknown', give, subnet(1, { isTransferEnabled: unknown })),
  row('locked-transfer', 'warn', give, both(lockedByMe(lockAt(ME, HOTKEY)), accepts), {
    severity: 'warning',
  }),
  row(
    'locked-transfer',
    'block',
    give,
    lockedByMe(lockAt(ME, HOTKEY)),
    fails('AccountRejectsLockedAlpha'),
  ),
  row(
    'locked-transfer',
    'block',
    give,
    both(lockedByMe(lockAt(ME, HOTKEY), lockAt(FRIEND, OTHER_HOTKEY)), accepts),
    fails('LockHotkeyMismatch'),
  ),
  row('locked-transfer', 'unknown', give, (facts) => ({ ...facts, availability: unknown })),
  row(
    'locked-transfer',
    'unknown',
    give,
    both(lockedByMe(lockAt(ME, HOTKEY), lockAt(FRIEND, null)), accepts),
  ),
  row('locked-transfer', 'unknown', give, (facts) => ({
    ...locked(8_500_000_000_000n)(facts),
    locks: unknown,
  })),
  row('price-limit', 'pass', stake),
  row('price-limit', 'block', stake, calm, { terms: { toleranceBps: 0 } }),
  row('node-price', 'pass', stake),
  row('node-price', 'block', stake, subnet(1, { nodePrice: known(6_562_801n) })),
  row('node-price', 'unknown', stake, subnet(1, { nodePrice: unknown })),
  row('price-impact', 'pass', stake),
  ...(
    [
      [500_000_000_000n, 'notice'],
      [900_000_000_000n, 'warning'],
      [1_500_000_000_000n, 'red'],
      [4_000_000_000_000n, 'typed'],
    ] as const
  ).map(([amount, severity]) =>
    row(
      'price-impact',
      'warn',
      { ...stake, amount: toRao(amount) },
      me({ free: toRao(10n ** 13n) }),
      {
        severity,
      },
    ),
  ),
  row('minimum-guaranteed', 'pass', stake),
  row('minimum-guaranteed', 'pass', protect),
  row('minimum-guaranteed', 'warn', oneCall, calm, { severity: 'warning', asks: true }),
  // Below half the tolerance the limit keeps the minimum whatever is injected.
  row('minimum-guaranteed', 'pass', stake, subnet(1, { injection: unknown })),
  row('minimum-guaranteed', 'warn', large, subnet(1, { injection: unknown }), {
    severity: 'warning',
    asks: true,
  }),
  row('depth-one-source', 'pass', large),
  row('depth-one-source', 'block', large, depth('one-source')),
  row('depth-one-source', 'block', unstakeAll, depth('one-source')),
  row(
    'depth-one-source',
    'block',
    { ...protect, amount: toAlphaRao(8_900_000_000_000n) },
    depth('one-source'),
  ),
  row('depth-one-source', 'block', exit, depth('one-source')),
  row('inputs-proven', 'pass', stake, inputs('proven')),
  row('inputs-authors', 'pass', stake, inputs('authors')),
  row('inputs-two-sources', 'pass', stake, inputs('two-sources')),
  row('inputs-one-node', 'warn', stake, inputs('one-node'), { severity: 'warning', asks: true }),
  row('whole-fill', 'pass', stake, calm, { terms: { allowPartial: true } }),
  row(
    'whole-fill',
    'warn',
    { ...stake, amount: toRao(3_000_000_000_000n) },
    me({ free: toRao(10n ** 13n) }),
    { severity: 'notice', terms: { allowPartial: true, toleranceBps: 1 } },
  ),
  row('residue', 'pass', unstake),
  row('residue', 'warn', { ...unstake, amount: toAlphaRao(8_999_000_000_000n) }, calm, {
    severity: 'warning',
  }),
  row('residue', 'unknown', unstake, rules({ nominatorMinimumFactor: unknown })),
  row('keeps-deposit', 'pass', stake),
  row('keeps-deposit', 'warn', stake, me({ free: toRao(1_000_000_000n + FEE) }), {
    severity: 'notice',
  }),
  row('hotkey-registered', 'pass', stake),
  row(
    'hotkey-registered',
    'warn',
    stake,
    (facts) => ({ ...facts, registrations: { [`1:${HOTKEY}`]: false } }),
    { severity: 'warning' },
  ),
  row('hotkey-registered', 'unknown', stake, (facts) => ({ ...facts, registrations: {} })),
  row('hotkey-earns', 'pass', stake),
  row(
    'hotkey-earns',
    'warn',
    stake,
    (facts) => ({
      ...facts,
      positions: facts.positions.map((one) => ({ ...one, hotkeyDividends: known(toAlphaRao(0n)) })),
    }),
    { severity: 'notice' },
  ),
  row('hotkey-earns', 'unknown', stake, (facts) => ({
    ...facts,
    positions: facts.positions.map((one) => ({ ...one, hotkeyDividends: unknown })),
  })),
  row('hotkey-take', 'pass', stake),
  row(
    'hotkey-take',
    'warn',
    stake,
    (facts) => ({ ...facts, hotkeys: facts.hotkeys.map((one) => ({ ...one, take: 65_535 })) }),
    { severity: 'red' },
  ),
  row('subnet-prune', 'pass', stake),
  row('subnet-prune', 'warn', stake, rules({ subnetToPrune: known(SN1) }), { severity: 'red' }),
  row('subnet-prune', 'unknown', stake, rules({ subnetToPrune: unknown })),
  row('subnet-age', 'pass', stake),
  row('subnet-age', 'warn', stake, subnet(1, { registeredAt: 9_000_000 }), { severity: 'notice' }),
  row('subnet-age', 'unknown', stake, rules({ immunityPeriod: unknown })),
  row('all-or-nothing', 'warn', exit, calm, { severity: 'notice' }),
  row('claim-believed', 'pass', claim, owing()),
  row('claim-believed', 'block', claim, owing({ doubt: 'sums' })),
  row('claim-known', 'pass', claim, owing()),
  row('claim-known', 'block', claim, calm),
  row('claim-known', 'block', claim, owing({ payment: unknown })),
  row('claim-known', 'block', claim, owing({}, {}, { threshold: unknown })),
  row('claim-known', 'block', claim, owing({}, {}, { unlockInterval: unknown })),
  row('claim-owed', 'pass', claim, owing()),
  row('claim-owed', 'block', claim, owingNothing),
  row('claim-owed', 'block', claim, owing({}, { redeemable: toRao(0n) })),
  row('claim-threshold', 'pass', claim, owing({}, { redeemable: toRao(500_000n) })),
  row('claim-threshold', 'block', claim, owing({}, { redeemable: toRao(499_999n) })),
  row('claim-admitted', 'pass', claim, owing({}, { rows: 128 })),
  row('claim-admitted', 'block', claim, owing({}, { rows: 129 }), fails('RootClaimTooHeavy')),
  row('claim-fits', 'pass', claimBoth, owing()),
  row('claim-fits', 'block', claimBoth, owing({}, {}, { batchFits: known(false) })),
  row('claim-fits', 'block', claimBoth, owing({}, {}, { batchFits: unknown })),
  row('claim-hold', 'pass', claim, owing()),
  row('claim-hold', 'warn', claim, owing({}, {}, { unlockInterval: known(7_200) }), {
    severity: 'notice',
  }),
  row(
    'claim-hold',
    'block',
    claimAndLeave,
    owing({ heldSince: known(9_240_000) }, {}, { unlockInterval: known(7_200) }),
  ),
  row('claim-forfeits', 'pass', claim, owing()),
  row('claim-forfeits', 'warn', claim, owing({}, { forfeited: toRao(1n) }), {
    severity: 'warning',
  }),
  row('claim-any-price', 'warn', claim, owing(), { severity: 'warning', asks: true }),
  row('claim-together', 'warn', claimBoth, owing(), { severity: 'notice' }),
  row('claim-worth', 'pass', claim, owing()),
  row('claim-worth', 'warn', claim, owing({}, { forfeited: toRao(1_000_000_000n) }), {
    severity: 'warning',
  }),
  row('claim-worth', 'warn', claim, owing({}, { redeemable: toRao(600_000n) }), {
    severity: 'red',
    asks: true,
  }),
  row(
    'claim-worth',
    'unknown',
    claim,
    both(owing(), fees('SubtensorModule.claim_root_with_hotkey', unknown)),
  ),
  row('runtime-model', 'pass', stake, guarded()),
  row('runtime-model', 'warn', stake, guarded({ simulation: refused }), {
    severity: 'warning',
    asks: true,
  }),
  row('runtime-model', 'warn', stake, (facts) => ({ ...facts, guard: [] }), {
    severity: 'warning',
    asks: true,
  }),
  row('runtime-model', 'block', stake, guarded({ spot: another })),
  row('newer-hold', 'warn', { ...unstake, netuid: toNetuid(0) }, both(guarded(), newer), {
    severity: 'warning',
    asks: true,
  }),
  row('newer-caps', 'warn', stake, both(guarded(), newer), { severity: 'warning', asks: true }),
  row('newer-legs', 'warn', exit, both(guarded(), newer), { severity: 'warning', asks: true }),
  row('account-limits-unread', 'block', stake, (facts) => ({ ...facts, accountLimits: unknown })),
  row('account-limit-unknown', 'block', stake, limited({ mostPerDay: toRao(1n) }, unknown)),
  row('account-limit-order', 'pass', stake, limited({ mostPerOrder: toRao(1_000_000_000n) })),
  row('account-limit-order', 'block', stake, limited({ mostPerOrder: toRao(999_999_999n) })),
  row('account-limit-day', 'pass', stake, limited({ mostPerDay: toRao(1_000_000_000n) })),
  row(
    'account-limit-day',
    'block',
    stake,
    limited({ mostPerDay: toRao(1_000_000_000n) }, known(toRao(1n))),
  ),
  row('account-limit-subnet', 'pass', stake, limited({ netuids: [SN1] })),
  row('account-limit-subnet', 'block', stake, limited({ netuids: [SN92] })),
  row('account-limit-validator', 'pass', stake, limited({ hotkeys: [HOTKEY] })),
  row('account-limit-validator', 'block', stake, limited({ hotkeys: [OTHER_HOTKEY] })),
  row('account-limit-impact', 'pass', stake, limited({ mostImpactBps: 100 })),
  row('account-limit-impact', 'block', large, limited({ mostImpactBps: 1 })),
  row('account-limit-free', 'pass', stake, limited({ leastFree: toRao(1n) })),
  row('account-limit-free', 'block', stake, limited({ leastFree: toRao(412_000_000_000n) })),
  row('receipt-readable', 'warn', stake, guarded({ event: another }), { severity: 'notice' }),
];

function checkOf({ id, move, edit, terms }: Row): CheckResult | undefined {
  const plan = planMove(move, { ...TERMS, ...terms }, edit(sampleFacts()));
  return plan.checks.find((check) => check.id === id);
}

for (const one of table) {
  const { id, verdict, move, severity, chainError, asks } = one;
  const about = [move.kind, severity, chainError].filter((part) => part !== undefined).join(', ');
  test(`${id} answers ${verdict} (${about})`, () => {
    const check = checkOf(one);
    assert.ok(check, 'the rule speaks');
    const keys = [check.messageKey, check.remedyKey ?? check.messageKey];
    const figures = new Set(Object.keys(check.values));
    const missing = keys.flatMap(figuresIn).filter((name) => !figures.has(name));
    assert.deepEqual(missing, [], 'a sentence has all its figures');
    assert.equal(check.verdict, verdict);
    assert.equal(check.severity, severity);
    assert.equal(check.chainError, chainError);
    assert.equal(check.needsYes, asks);
  });
}

test('a claim that pays nothing is not called worth its fee, whatever is owed', () => {
  const worth = (redeemable: bigint) =>
    planMove(claim, TERMS, owing({}, { redeemable: toRao(redeemable) })(sampleFacts())).checks.find(
      ({ id }) => id === 'claim-worth',
    );
  assert.equal(worth(500_000n)?.verdict, 'warn');
  assert.equal(worth(499_999n), undefined);
  assert.equal(worth(0n), undefined);
});

test('every rule about plans is shown at every verdict it can give', () => {
  const shown = new Set(table.map(({ id, verdict }) => `${id} ${verdict}`));
  const named = planRules.flatMap(({ id, verdicts }) =>
    verdicts.map((verdict) => `${id} ${verdict}`),
  );
  assert.deepEqual(
    named.filter((name) => !shown.has(name)),
    [],
  );
  assert.deepEqual(
    [...shown].filter((name) => !named.includes(name)),
    [],
  );
});

test('a calm plan of every kind is ready: nothing blocks, nothing is unknown', () => {
  for (const move of [stake, unstake, unstakeAll, change, give, protect, oneCall, exit]) {
    const plan = planMove(move, TERMS, sampleFacts());
    const troubled = plan.checks.filter(
      ({ verdict }) => verdict === 'block' || verdict === 'unknown',
    );
    assert.deepEqual(troubled, [], move.kind);
    assert.ok(plan.call, move.kind);
  }
});

test('of a receiver one thing is said: a hotkey is mostly empty, and a runtime without contracts has none', () => {
  const spoken = (edit: Edit) =>
    planMove(give, TERMS, edit(sampleFacts()))
      .checks.filter(({ id, verdict }) => id.startsWith('receiver-') && verdict !== 'pass')
      .map(({ id, verdict }) => `${id} ${verdict}`);
  assert.deepEqual(spoken(both(unused, receiver({ hotkeyOwner: known(OTHER_HOTKEY) }))), [
    'receiver-hotkey warn',
  ]);
  assert.deepEqual(spoken(both(unused, receiver({ hotkeyOwner: known(ME) }))), [
    'receiver-own-hotkey warn',
  ]);
  const none = { known: false, reason: 'not-on-this-runtime' } as const;
  assert.deepEqual(spoken(receiver({ isContract: none })), []);
  const stakes = planMove(stake, TERMS, sampleFacts()).checks.map(({ id }) => id);
  assert.equal(
    stakes.some((id) => id.startsWith('receiver-')),
    false,
  );
});

test('stake into a subnet that only the node can price is not planned', () => {
  const facts = subnet(1, { curve: 'node-only', pool: null })(sampleFacts());
  const plan = planMove(stake, TERMS, facts);
  assert.equal(plan.call, null);
  assert.deepEqual(plan.legs, []);
});

test('up to the newest runtime that is known no rule is in doubt, and where nobody signs nothing is asked', () => {
  const doubted = (edit: Edit) =>
    planMove(exit, TERMS, edit(sampleFacts()))
      .checks.filter(({ id }) => id.startsWith('newer-') || id === 'runtime-model')
      .map(({ id, verdict }) => `${id} ${verdict}`);
  assert.deepEqual(doubted(guarded()), ['runtime-model pass']);
  assert.deepEqual(doubted(newer), []);
  assert.deepEqual(doubted(both(guarded(), newer)), ['runtime-model pass', 'newer-legs warn']);
});
