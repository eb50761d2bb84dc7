// Answers what came of the stake in some books over a period: figures of BOOKS.md, exact, in one walk over all marks. Pure.
import type { Asset } from './book-state.ts';
import { coverageOf } from './coverage.ts';
import type {
  Figures,
  HoldingFigures,
  Known,
  LotFigures,
  Origin,
  Question,
  Results,
} from './figures.ts';
import { foldBooks, type Folded } from './fold-books.ts';
import { CurrencyMoney, fiatFigures } from './in-currency.ts';
import { noBases } from './lots.ts';
import { partNames, sumOf, type Tally } from './tally.ts';

const noPoint = { known: false, why: 'no-point' } as const;
const noPrice = { known: false, why: 'no-price' } as const;
const known = <T>(value: T): Known<T> => ({ known: true, value });

const origins: readonly (Origin | 'moved')[] = [
  'bought',
  'earned',
  'received',
  'unexplained',
  'opening',
  'moved',
];

/** Sums over holdings, in the unit of that ledger; `worth`: the value of a holding in it. */
function lotsOf(
  assets: readonly Asset[],
  ledger: number,
  worth: (asset: Asset) => bigint,
): LotFigures {
  const sum = {
    bases: noBases(),
    taken: 0n,
    left: 0n,
    proceeds: 0n,
    realised: 0n,
    realisedThen: 0n,
    unrealised: 0n,
  };
  for (const asset of assets) {
    const one = asset.ledgers[ledger]?.figures(worth(asset), asset.realisedBefore[ledger] ?? 0n);
    if (one === undefined) continue;
    for (const origin of origins) sum.bases[origin] += one.bases[origin];
    sum.taken += one.taken;
    sum.left += one.left;
    sum.proceeds += one.proceeds;
    sum.realised += one.realised;
    sum.realisedThen += one.realisedThen;
    sum.unrealised += one.unrealised;
  }
  return sum;
}

const worthInRao = ({ worth }: Asset): bigint => worth;

function figuresOf(tally: Tally, assets: readonly Asset[], lastAt: number): Known<Figures> {
  if (tally.isUnpriced) return noPrice;
  const { parts } = tally;
  const start = tally.startValue + tally.opened;
  return known({
    start,
    end: tally.value,
    parts: { ...parts },
    putIn: { ...tally.putIn },
    takenOut: { ...tally.takenOut },
    between: tally.between,
    result: sumOf(parts) - parts.flows - parts.unexplained,
    lots: lotsOf(assets, 0, worthInRao),
    timeWeighted: tally.timeWeighted.returned(tally.worth),
    heldTao: start + parts.flows + parts.unexplained,
    onRoot: tally.onRootAt(lastAt),
  });
}

/** Whether anything was there or happened in the period. */
function isTouched(tally: Tally): boolean {
  const { startValue, opened, value, parts, putIn, takenOut, between } = tally;
  const sums = [startValue, opened, value, between];
  const came = [putIn, takenOut].flatMap(({ tao, moved, others }) => [tao, moved, others]);
  return (
    tally.isUnpriced ||
    [...sums, ...came].some((sum) => sum !== 0n) ||
    partNames.some((name) => parts[name] !== 0n)
  );
}

function holdingOf(asset: Asset): HoldingFigures {
  const { coldkey, holding, amount, worth, place } = asset;
  const isPriced = !place.group.tally.isUnpriced;
  return {
    coldkey,
    holding,
    alpha: amount,
    value: isPriced ? known(worth) : noPrice,
    lots: isPriced ? known(lotsOf([asset], 0, worthInRao)) : noPrice,
    open: asset.ledgers[0]?.open() ?? [],
  };
}

function assetsOf({ state }: Folded): Asset[] {
  return state.accounts.flatMap(({ assets }) => assets);
}

function isInScope({ scope }: Question, { holding }: Asset): boolean {
  if (scope.of === 'accounts') return true;
  const { netuid, registeredAt, hotkey } = holding;
  if (netuid !== scope.netuid || registeredAt !== scope.registeredAt) return false;
  return scope.of === 'subnet' || hotkey === scope.hotkey;
}

function fiatOf(
  question: Question,
  folded: Folded,
  assets: readonly Asset[],
  money: CurrencyMoney | null,
): Results['fiat'] {
  const { fiat } = question;
  if (fiat === null || money === null) return null;
  if (folded.lastAt === null) return noPoint;
  const tally = folded.state.inScope();
  if (tally.isUnpriced) return noPrice;
  const { lastAt } = folded;
  const lots = lotsOf(assets, 1, ({ worth }) => money.money(worth, lastAt));
  const times = { start: folded.openedAt, end: lastAt };
  return fiatFigures(
    fiat,
    tally,
    folded.days,
    times,
    money.lacks ? { known: false, why: 'no-fiat-price' } : known(lots),
  );
}

/**
 * Amounts in rao; divisions round down (BOOKS.md, which is where each figure is defined). What cannot be known is said in place of the
 * figure; nothing is guessed. Throws RangeError on a growth of root with an index of 0.
 */
export function resultsOf(question: Question): Results {
  const { period, books } = question;
  const currency = question.fiat === null ? null : new CurrencyMoney(question.fiat);
  const money = [(rao: bigint): bigint => rao, ...(currency === null ? [] : [currency.money])];
  const folded = foldBooks(question, money, currency !== null);
  const { state, lastAt } = folded;
  const coverage = books.map((one) => coverageOf(one, period));
  const all = assetsOf(folded);
  const scoped = all.filter((asset) => isInScope(question, asset));
  if (lastAt === null) {
    return {
      total: noPoint,
      bySubnet: [],
      holdings: [],
      columns: noPoint,
      samples: noPoint,
      flows: noPoint,
      coverage,
      fiat: question.fiat === null ? null : noPoint,
    };
  }
  const tally = state.inScope();
  const unless = <T>(value: T): Known<T> => (tally.isUnpriced ? noPrice : known(value));
  const groups = [...state.groups.values()]
    .filter((group) => isTouched(group.tally))
    .filter(
      ({ subnet }) =>
        question.scope.of === 'accounts' ||
        (question.scope.netuid === subnet.netuid &&
          question.scope.registeredAt === subnet.registeredAt),
    )
    .toSorted(
      (a, b) => a.subnet.netuid - b.subnet.netuid || a.subnet.registeredAt - b.subnet.registeredAt,
    );
  const fiat = fiatOf(question, folded, scoped, currency);
  return {
    bySubnet: groups.map((group) => ({
      subnet: group.subnet,
      figures: figuresOf(
        group.tally,
        all.filter(({ place }) => place.group === group),
        lastAt,
      ),
    })),
    total: figuresOf(tally, scoped, lastAt),
    holdings: scoped.map(holdingOf),
    columns: unless(folded.columns),
    samples: unless(folded.samples),
    flows: unless(folded.flows),
    coverage,
    fiat,
  };
}
