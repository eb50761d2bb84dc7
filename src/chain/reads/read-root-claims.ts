// What the funds of root validators owe to coldkeys, by the node's own preview of a claim, held against the stored books.
// From spec 441; earlier runtimes have other books (read-unclaimed.ts).
import type { Position, Reading } from '../../model/facts.ts';
import type { BasketRate, RootClaim, RootClaims } from '../../model/root-claims.ts';
import { ROOT_NETUID, toRao, U64_MAX, type Rao, type Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { bigintOf, bitsOf, numberOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  combineQueries,
  known,
  NOT_HERE,
  queryAll,
  storageQuery,
  UNREADABLE,
  type StorageQuery,
} from '../runtime/storage-query.ts';
import { BASKET_API, readTold, readToldOf, type ToldClaim } from './claim-rows.ts';
import { doubtOf, owedShares, type ClaimBooks } from './judge-claim.ts';

const FRACTION_BITS = 32n;

const shared = (name: string) => [SUBTENSOR, name] as const;

/** Whether the runtime keeps root dividends in funds. */
const hasBaskets = ({ runtime }: Pick<StateReader, 'runtime'>): boolean =>
  runtime.storage(SUBTENSOR, 'BasketRate') !== null;

/** The validators listed; an unreadable list is unknown for its coldkey, and its root stake is read all the same. */
function owingOf(rows: Reading<readonly ToldClaim[]> | undefined): Ss58Address[] {
  const owing: Ss58Address[] = [];
  if (rows?.known) owing.push(...rows.value.map(({ hotkey }) => hotkey));
  return owing;
}

type Pair = { coldkey: Ss58Address; hotkey: Ss58Address };
type Stored = Omit<ClaimBooks, 'nav' | 'issuance' | 'rootStake'> & Pick<RootClaim, 'heldSince'>;

function queryStored({ runtime }: StateReader, { coldkey, hotkey }: Pair): StorageQuery<Stored> {
  const rate = storageQuery(runtime, shared('BasketRate'), [hotkey], bitsOf);
  const shares = storageQuery(runtime, shared('BasketShares'), [hotkey], bigintOf);
  const claimed = storageQuery(runtime, shared('BasketClaimed'), [hotkey, coldkey], bigintOf);
  const last = storageQuery(
    runtime,
    shared('LastColdkeyHotkeyStakeBlock'),
    [coldkey, hotkey],
    (value) => (value === null ? null : numberOf(value)),
  );
  return combineQueries([rate, shares, claimed, last], (valueAt) => ({
    rateBits: rate.read(valueAt),
    shares: shares.read(valueAt),
    claimed: claimed.read(valueAt),
    heldSince: last.read(valueAt),
  }));
}

/** Rounded up: a fraction of a rao below the threshold would be a claim that does nothing. */
const wholeRao = (value: ScaleValue): Rao =>
  toRao((bitsOf(value) + (1n << FRACTION_BITS) - 1n) >> FRACTION_BITS);

function queryRules({ runtime }: StateReader) {
  const threshold = storageQuery(
    runtime,
    shared('RootClaimableThreshold'),
    [ROOT_NETUID],
    wholeRao,
  );
  const interval = storageQuery(runtime, shared('RootStakeUnlockInterval'), [], numberOf);
  const issuance = storageQuery(runtime, shared('TotalIssuance'), [], bigintOf);
  return combineQueries([threshold, interval, issuance], (valueAt) => {
    const hold = interval.read(valueAt);
    // A runtime without the item has no hold.
    const isWithout = !hold.known && hold.reason === 'not-on-this-runtime';
    return {
      threshold: threshold.read(valueAt),
      unlockInterval: isWithout ? known(0) : hold,
      issuance: issuance.read(valueAt),
    };
  });
}

async function readNavs(
  state: StateReader,
  hotkeys: readonly Ss58Address[],
): Promise<ReadonlyMap<Ss58Address, Reading<bigint>>> {
  const navs = await Promise.all(
    hotkeys.map(async (hotkey) => {
      const answer = await state.api(BASKET_API, 'get_validator_basket_nav', hotkey);
      const isWhole = answer.known && typeof answer.value === 'bigint' && answer.value <= U64_MAX;
      return [hotkey, isWhole ? known(bigintOf(answer.value)) : UNREADABLE] as const;
    }),
  );
  return new Map(navs);
}

export type RootClaimsQuery = {
  coldkeys: readonly Ss58Address[];
  /** Of the same block: root stake is part of the books. */
  positions: readonly Position[];
  /** Only these validators, and with them what their funds are worth; null: all, without. */
  hotkeys: readonly Ss58Address[] | null;
};

/**
 * Unknown on runtimes without funds. A row that contradicts itself or the books carries its doubt; an answer that is no
 * list of rows is unreadable for its coldkey. Throws what a node fails at.
 */
export async function readRootClaims(
  state: StateReader,
  { coldkeys, positions, hotkeys }: RootClaimsQuery,
): Promise<Reading<RootClaims>> {
  if (!hasBaskets(state)) return NOT_HERE;
  const told = await Promise.all(
    coldkeys.map((coldkey) =>
      hotkeys === null ? readTold(state, coldkey) : readToldOf(state, coldkey, hotkeys),
    ),
  );
  const roots = positions.filter(({ netuid }) => netuid === ROOT_NETUID);
  const pairs = coldkeys.map((coldkey, at) => {
    const owing = owingOf(told[at]);
    const staked = roots.flatMap((one) => (one.coldkey === coldkey ? one.hotkey : []));
    return [...new Set([...owing, ...staked, ...(hotkeys ?? [])])]
      .filter((hotkey) => hotkeys === null || hotkeys.includes(hotkey))
      .map((hotkey) => ({ coldkey, hotkey }));
  });
  const stored = queryAll(pairs.flat().map((pair) => queryStored(state, pair)));
  const rules = queryRules(state);
  const [{ books, threshold, unlockInterval, issuance }, navs] = await Promise.all([
    state.storage(
      combineQueries([stored, rules], (valueAt) => ({
        books: stored.read(valueAt),
        ...rules.read(valueAt),
      })),
    ),
    readNavs(state, hotkeys ?? []),
  ]);
  const flat = pairs.flat();
  const booksOf = (coldkey: Ss58Address, hotkey: Ss58Address): Stored | undefined =>
    books[flat.findIndex((pair) => pair.coldkey === coldkey && pair.hotkey === hotkey)];

  const stakeOf = (coldkey: Ss58Address, hotkey: Ss58Address): bigint =>
    roots.find((one) => one.coldkey === coldkey && one.hotkey === hotkey)?.alpha ?? 0n;

  const claimOf = (coldkey: Ss58Address, row: ToldClaim, isTwice: boolean): RootClaim => {
    const { hotkey, accrued, payment, isBroken } = row;
    const own = booksOf(coldkey, hotkey);
    const doubt =
      own === undefined
        ? null
        : doubtOf(row, {
            ...own,
            rootStake: known(stakeOf(coldkey, hotkey)),
            nav: navs.get(hotkey) ?? NOT_HERE,
            issuance,
          });
    return {
      coldkey,
      hotkey,
      owedShares: row.owedShares,
      accrued,
      payment: payment === null ? (isBroken ? UNREADABLE : NOT_HERE) : known(payment),
      doubt: isBroken ? 'fields' : isTwice ? 'twice' : doubt,
      heldSince: own?.heldSince ?? UNREADABLE,
    };
  };

  /** What the books owe and the node does not list. */
  const concealed = (rows: readonly ToldClaim[], coldkey: Ss58Address): RootClaim[] =>
    flat.flatMap(({ coldkey: whose, hotkey }, at) => {
      const own = books[at];
      if (whose !== coldkey || own === undefined) return [];
      if (rows.some((row) => row.hotkey === hotkey)) return [];
      const { rateBits, claimed, shares, heldSince } = own;
      if (!rateBits.known || !claimed.known || !shares.known) return [];
      const owed = owedShares(rateBits.value, stakeOf(whose, hotkey), claimed.value, shares.value);
      if (owed === 0n) return [];
      const nothing = { accrued: toRao(0n), payment: UNREADABLE, doubt: 'books' } as const;
      return [{ coldkey, hotkey, owedShares: owed, ...nothing, heldSince }];
    });

  const rates = new Map<Ss58Address, BasketRate>();
  for (const [at, { hotkey }] of flat.entries()) {
    const rate = books[at]?.rateBits;
    if (rate?.known) rates.set(hotkey, { hotkey, rateBits: rate.value });
  }
  return known({
    threshold,
    unlockInterval,
    of: coldkeys.map((coldkey, at) => {
      const rows = told[at] ?? UNREADABLE;
      if (!rows.known) return { coldkey, claims: rows };
      const count = (hotkey: Ss58Address): number =>
        rows.value.filter((row) => row.hotkey === hotkey).length;
      // A validator listed twice is shown once, and says so.
      const once = rows.value.filter(
        ({ hotkey }, index) => rows.value.findIndex((row) => row.hotkey === hotkey) === index,
      );
      return {
        coldkey,
        claims: known([
          ...once.map((row) => claimOf(coldkey, row, count(row.hotkey) > 1)),
          ...concealed(once, coldkey),
        ]),
      };
    }),
    rates: [...rates.values()],
    batchFits: UNREADABLE,
  });
}
