// What the accounts of a fold have after each mark: amounts, prices and lots, and the tallies that these count in. Mutable;
// made for one fold. Amounts in rao and rao of alpha.
import type { Holding } from '../model/book.ts';
import { RAO_PER_ALPHA, ROOT_NETUID, type Ss58Address } from '../units.ts';
import { Ledger } from './lots.ts';
import type { AccountBook, Question, Scope, SubnetThen } from './figures.ts';
import { Tally } from './tally.ts';

/** Rao of a mark in the unit that a ledger counts in. */
export type Money = (rao: bigint, at: number) => bigint;

/** One generation of a subnet, over all accounts. */
type Group = { subnet: SubnetThen; tally: Tally };

export type Asset = {
  coldkey: Ss58Address;
  holding: Holding;
  place: SubnetState;
  amount: bigint;
  worth: bigint;
  /** The last point that listed it, and how much of it. */
  seen: number;
  listed: bigint;
  ledgers: Ledger[];
  realisedBefore: bigint[];
  /** All that it counts in but the accounts. */
  tallies: Tally[];
};

/** A subnet as one account knows it. */
export type SubnetState = SubnetThen & { price: bigint | null; assets: Asset[]; group: Group };

export type AccountState = {
  coldkey: Ss58Address;
  isOpen: boolean;
  /** Of its last point. */
  block: number;
  free: bigint;
  subnets: Map<number, SubnetState>;
  assets: Asset[];
  /** What its last point listed, in that order: most points list the same. */
  lastListed: Asset[];
  /** Those that entries changed since the last point. */
  stirred: Set<Asset>;
};

// A generation fits into one number: the block of a registration is below 2³².
const GENERATION = 2 ** 32;
const keyOf = ({ netuid, registeredAt }: SubnetThen): number => netuid * GENERATION + registeredAt;

export class BookState {
  readonly accounts: readonly AccountState[];
  readonly total: Tally;
  readonly holding: Tally;
  readonly groups = new Map<number, Group>();
  readonly money: readonly Money[];
  readonly #question: Question;

  constructor(question: Question, money: readonly Money[]) {
    this.#question = question;
    this.money = money;
    this.total = new Tally(question.rootGrowth);
    this.holding = new Tally(question.rootGrowth);
    this.accounts = question.books.map(({ book }: AccountBook) => ({
      coldkey: book.coldkey,
      isOpen: false,
      block: 0,
      free: 0n,
      subnets: new Map(),
      assets: [],
      lastListed: [],
      stirred: new Set(),
    }));
  }

  /** The tally of the question's scope; of a subnet that is nowhere in the books one without anything. */
  inScope(): Tally {
    const { scope } = this.#question;
    if (scope.of === 'accounts') return this.total;
    if (scope.of === 'holding') return this.holding;
    return this.groups.get(keyOf(scope))?.tally ?? new Tally(this.#question.rootGrowth);
  }

  tallies(): Tally[] {
    return [this.total, this.holding, ...[...this.groups.values()].map(({ tally }) => tally)];
  }

  groupOf(subnet: SubnetThen): Group {
    const key = keyOf(subnet);
    const found = this.groups.get(key);
    if (found !== undefined) return found;
    const made = {
      subnet: { netuid: subnet.netuid, registeredAt: subnet.registeredAt },
      tally: new Tally(this.#question.rootGrowth),
    };
    this.groups.set(key, made);
    return made;
  }

  subnetOf(account: AccountState, subnet: SubnetThen): SubnetState {
    const key = keyOf(subnet);
    const found = account.subnets.get(key);
    if (found !== undefined) return found;
    const made: SubnetState = {
      netuid: subnet.netuid,
      registeredAt: subnet.registeredAt,
      price: subnet.netuid === ROOT_NETUID ? RAO_PER_ALPHA : null,
      assets: [],
      group: this.groupOf(subnet),
    };
    account.subnets.set(key, made);
    return made;
  }

  assetOf(account: AccountState, { netuid, registeredAt, hotkey }: Holding): Asset {
    const place = this.subnetOf(account, { netuid, registeredAt });
    for (const asset of place.assets) if (asset.holding.hotkey === hotkey) return asset;
    const holding = { netuid, registeredAt, hotkey };
    const made: Asset = {
      coldkey: account.coldkey,
      holding,
      place,
      amount: 0n,
      worth: 0n,
      seen: 0,
      listed: 0n,
      ledgers: this.money.map(() => new Ledger(this.#question.method)),
      realisedBefore: this.money.map(() => 0n),
      tallies: isScope(this.#question.scope, holding)
        ? [place.group.tally, this.holding]
        : [place.group.tally],
    };
    place.assets.push(made);
    account.assets.push(made);
    return made;
  }
}

function isScope(scope: Scope, { netuid, registeredAt, hotkey }: Holding): boolean {
  return (
    scope.of === 'holding' &&
    scope.netuid === netuid &&
    scope.registeredAt === registeredAt &&
    scope.hotkey === hotkey
  );
}
