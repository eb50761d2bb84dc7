// One point of our own history, and the few characters of the toolbar badge, out of a fresh snapshot.
import type { Snapshot } from '../model/facts.ts';
import {
  earlierPrices,
  type ArchivedPrices,
  type RecordedPrices,
} from '../portfolio/earlier-prices.ts';
import { priceChange } from '../portfolio/price-change.ts';
import type { ValuePortfolio } from '../portfolio/value-again.ts';
import { valuationPrice, valuePortfolio } from '../portfolio/value-portfolio.ts';
import type { StoredAccount } from '../model/account.ts';
import type { HistoryRecord } from '../model/records.ts';
import type { Settings } from '../model/settings.ts';
import { mulDivDown, RAO_PER_TAO, type Ss58Address } from '../units.ts';

function countedColdkeys(accounts: readonly StoredAccount[]): Ss58Address[] {
  return accounts.filter(({ isCounted }) => isCounted).map(({ coldkey }) => coldkey);
}

/** null when nothing is counted, or not all of it was read: an incomplete point would draw a crash in the chart. */
export function historyPoint(
  snapshot: Snapshot,
  accounts: readonly StoredAccount[],
  value: ValuePortfolio = valuePortfolio,
): HistoryRecord | null {
  const coldkeys = countedColdkeys(accounts);
  if (coldkeys.length === 0) return null;
  const { isSpotWhole, isSellableWhole, spot, sellable, subnets } = value(snapshot, coldkeys);
  if (!isSpotWhole || !isSellableWhole) return null;
  const prices = snapshot.subnets.flatMap((subnet) => {
    const price = valuationPrice(subnet);
    if (price === null) return [];
    return [
      {
        netuid: subnet.netuid,
        registeredAt: subnet.registeredAt,
        raoPerAlpha: mulDivDown(RAO_PER_TAO, price.rao, price.perAlphaRao),
      },
    ];
  });
  return {
    genesisHash: snapshot.genesisHash,
    at: snapshot.blockTime,
    block: snapshot.block.number,
    spot,
    sellable,
    coldkeys,
    held: subnets.map(({ netuid }) => netuid),
    prices,
    amounts: subnets.map(({ netuid, alpha }) => ({ netuid, alpha })),
  };
}

const steps: readonly { from: bigint; unit: bigint; sign: string }[] = [
  { from: 1_000_000n * RAO_PER_TAO, unit: 1_000_000n * RAO_PER_TAO, sign: 'M' },
  { from: 10_000n * RAO_PER_TAO, unit: 1_000n * RAO_PER_TAO, sign: 'k' },
  { from: RAO_PER_TAO, unit: RAO_PER_TAO, sign: '' },
];

/** What could not be read is no amount. */
const UNREAD = '?';

/** At most four characters; cut, never rounded up. Less than one TAO reads "<1", what was not read whole "?". */
export function badgeText(
  settings: Settings,
  snapshot: Snapshot,
  accounts: readonly StoredAccount[],
  recorded: readonly RecordedPrices[],
  archived: readonly ArchivedPrices[],
  valueOf: ValuePortfolio = valuePortfolio,
): string {
  const coldkeys = countedColdkeys(accounts);
  if (settings.badge === 'none' || settings.hidesAmounts || coldkeys.length === 0) return '';
  const value = valueOf(snapshot, coldkeys);
  if (settings.badge === 'change') {
    if (!value.isSpotWhole) return UNREAD;
    const now = { at: snapshot.blockTime, block: snapshot.block.number };
    const earlier = earlierPrices(now, 'day', recorded, archived, value.subnets);
    if (earlier === null) return '';
    const { ppm, missing } = priceChange(value, earlier.priceThen);
    if (ppm === null || missing.length === value.subnets.length) return '';
    const percent = ppm / 10_000n;
    return `${percent > 0n ? '+' : ''}${percent}%`;
  }
  if (!value.isSellableWhole) return UNREAD;
  if (value.sellable === 0n) return '0';
  const step = steps.find(({ from }) => value.sellable >= from);
  return step ? `${value.sellable / step.unit}${step.sign}` : '<1';
}
