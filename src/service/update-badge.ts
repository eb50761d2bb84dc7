// Puts the user's figure of a snapshot on the toolbar button.
import type { Snapshot } from '../model/facts.ts';
import type { ValuePortfolio } from '../portfolio/value-again.ts';
import type { Settings } from '../model/settings.ts';
import { readAccounts } from '../store/accounts.ts';
import { readHistory } from '../store/history.ts';
import { readPricesRecords } from '../store/prices.ts';
import { readSettings } from '../store/settings.ts';
import { setBadge } from './badge.ts';
import { badgeText } from './value-now.ts';

const DAY = 24 * 60 * 60 * 1000;

export async function updateBadge(snapshot: Snapshot, value: ValuePortfolio): Promise<void> {
  const settings = await readSettings();
  // Counted by the toolbar, which hears of each alert.
  if (settings.badge === 'alerts') return;
  const accounts = await readAccounts();
  const { genesisHash } = snapshot;
  const wantsChange = settings.badge === 'change';
  const recorded = wantsChange ? await readHistory(genesisHash, snapshot.blockTime - 2 * DAY) : [];
  const archived = wantsChange ? await readPricesRecords(genesisHash) : [];
  const earlier = archived.map(({ prices }) => prices);
  await setBadge(badgeText(settings, snapshot, accounts, recorded, earlier, value));
}

/** What it shows would be taken for another figure, or is to be seen no more: empty until the next one is known. */
export async function emptyBadge({ badge, hidesAmounts }: Partial<Settings>): Promise<void> {
  if (badge !== undefined || hidesAmounts === true) await setBadge('');
}
