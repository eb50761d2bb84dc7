// What has to be read of the chain for some rules, and nothing else. Pure.
import type { AlertKind, AlertRule, AlertState } from '../model/alert.ts';
import type { AlertQuery } from '../model/watched.ts';
import { ROOT_NETUID, type Netuid, type Ss58Address } from '../units.ts';

type Watched = {
  /** The accounts that count. */
  coldkeys: readonly Ss58Address[];
  /** Subnets in which they held stake when that was last read. */
  held: readonly Netuid[];
  /** Every subnet there is, as last read. */
  netuids: readonly Netuid[];
  state: AlertState;
  /** What changes slowly is due too: by the hour; the order of removal and pool fees: by the day. */
  isSlowDue: boolean;
  isDailyDue: boolean;
};

/** An epoch, a block of registration, a take: an hour later is early enough. */
const slow: ReadonlySet<AlertKind> = new Set([
  'emission-share',
  'root-dividends',
  'hotkey-swap',
  'lock-ended',
  'immunity-ending',
  'subnet-gone',
  'take-raised',
  'validator-unregistered',
  'validator-idle',
]);

const ofAccounts: ReadonlySet<AlertKind> = new Set([
  'coldkey-swap',
  'hotkey-swap',
  'foreign-transfer',
  'signed-elsewhere',
  'free-tao',
]);

const ofPositions: ReadonlySet<AlertKind> = new Set([
  'hotkey-swap',
  'take-raised',
  'validator-unregistered',
  'validator-idle',
  'root-dividends',
]);

const distinct = (netuids: readonly Netuid[]): Netuid[] =>
  [...new Set(netuids)].sort((a, b) => a - b);

/** Of a rule about one subnet that one, else those held. */
const netuidsOf = ({ scope }: AlertRule, held: readonly Netuid[]): readonly Netuid[] =>
  scope.of === 'subnet' ? [scope.netuid] : held;

/** Subnets that a rule remembers: one that is gone is held no more. */
const remembered = ({ id }: AlertRule, { subjects }: AlertState): Netuid[] =>
  Object.keys(subjects).flatMap((key) => {
    const netuid = key.startsWith(`${id} `) ? key.slice(id.length + 1) : '';
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own netuid, spelled
    return /^\d+$/.test(netuid) ? [Number(netuid) as Netuid] : [];
  });

function salesOf(rules: readonly AlertRule[], { coldkeys, held }: Watched): AlertQuery['sales'] {
  const valued = rules.filter(
    ({ kind }) => kind === 'exit-value' || kind === 'sellable-gap' || kind === 'lock-ended',
  );
  if (valued.length === 0 || coldkeys.length === 0) return null;
  const isAll = valued.some(
    ({ kind, scope }) => scope.of === 'everything' && kind !== 'lock-ended',
  );
  return {
    coldkeys,
    netuids: isAll ? null : distinct(valued.flatMap((rule) => netuidsOf(rule, held))),
  };
}

/** An answer with all prices weighs as much as the weights of so many pools. */
const PRICE_MAP_FROM = 14;

/** null: nothing that needs the chain. */
export function needs(saved: readonly AlertRule[], all: Watched): AlertQuery | null {
  const { coldkeys, held, netuids, state, isSlowDue, isDailyDue } = all;
  const rules = saved.filter(({ isEnabled, kind }) => isEnabled && (isSlowDue || !slow.has(kind)));
  if (rules.length === 0) return null;
  const of = (...kinds: readonly AlertKind[]): AlertRule[] =>
    rules.filter(({ kind }) => kinds.includes(kind));
  const isEverything = of('exit-value', 'sellable-gap').some(
    ({ scope }) => scope.of === 'everything',
  );
  const positions =
    rules.some(({ kind }) => ofPositions.has(kind)) || (isSlowDue && of('lock-ended').length > 0)
      ? coldkeys
      : [];
  const gone = of('subnet-gone');
  const known = new Set(gone.flatMap((rule) => remembered(rule, state)));
  // A subnet of that number anew, with stake in it again within the hour, is found by the day.
  const isShown = (netuid: Netuid): boolean =>
    positions.length > 0 && !isDailyDue && known.has(netuid);
  const watched = [...gone.flatMap((rule) => netuidsOf(rule, held)), ...known];
  const immune = of('immunity-ending').flatMap((rule) => netuidsOf(rule, held));
  const lives = [...watched.filter((netuid) => !isShown(netuid)), ...immune];
  const places = of('near-removal');
  const wantsOrder = places.some(({ value }) => value > 1n);
  const sales = salesOf(rules, all);
  const prices = distinct(of('spot-price').flatMap((rule) => netuidsOf(rule, [])));
  const pools = distinct([...(sales === null ? [] : (sales.netuids ?? held)), ...prices]);
  return {
    // What everything is worth includes the free TAO.
    accounts: isEverything || rules.some(({ kind }) => ofAccounts.has(kind)) ? coldkeys : [],
    sales,
    prices,
    shares: distinct(of('emission-share').flatMap((rule) => netuidsOf(rule, []))),
    lives: distinct(lives).filter((netuid) => netuid !== ROOT_NETUID),
    livesIfLeft: distinct(watched.filter(isShown)),
    positions,
    wantsTakes: of('take-raised').length > 0,
    wantsNextRemoved: places.length > 0,
    ladder: wantsOrder && isDailyDue ? netuids.filter((netuid) => netuid !== ROOT_NETUID) : [],
    wantsImmunity: of('immunity-ending').length > 0,
    wantsHolds: of('lock-ended').length > 0,
    wantsRootClaims: of('root-dividends').length > 0,
    wantsPriceMap: pools.length >= PRICE_MAP_FROM,
    feeRates: isDailyDue ? {} : state.feeRates,
  };
}
