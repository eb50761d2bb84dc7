// What the toolbar button shows without being clicked: the user is needed, the node is offline, the network is not real.
// Worked out from the store each time; what is remembered here only avoids setting the same again.
import { browser, messageText } from '../browser.ts';
import type { SentenceTaking } from '../sentences.ts';
import { currentNetwork } from '../model/built-in-networks.ts';
import type { Change } from '../messages.ts';
import { onChange } from '../protocol.ts';
import { badgeNeedsNode } from '../model/settings.ts';
import { readAccounts } from '../store/accounts.ts';
import { readAlertLog } from '../store/alerts.ts';
import { readNodeRecord, readSnapshotRecord } from '../store/chain-cache.ts';
import { readRequests } from '../store/requests.ts';
import type { StoredAccount } from '../model/account.ts';
import type { Network } from '../model/network.ts';
import type { NodeRecord } from '../model/records.ts';
import type { SigningRequest } from '../model/request.ts';
import { readSettings } from '../store/settings.ts';
import type { Snapshot } from '../model/facts.ts';
import { queuePlaceOf } from '../signing/queue.ts';
import { setBadge } from './badge.ts';

/** Gravest first. */
type ToolbarReason = 'request-waits' | 'swap-announced' | 'alerts' | 'offline' | 'not-real';
type ToolbarIcon = 'attention' | 'offline' | 'devnet' | 'plain';

export type ToolbarFacts = {
  requests: readonly SigningRequest[];
  accounts: readonly StoredAccount[];
  snapshot: Pick<Snapshot, 'accounts'> | null;
  node: NodeRecord | null;
  network: Network;
  /** Something needs the node; else there is no connection whose state could be shown. */
  isNodeWanted: boolean;
  /** Alerts that fired and were not seen. */
  unseen: number;
  /** What the badge's characters are a figure of, and those characters; null: nothing to say in words. */
  badge: { kind: 'sellable' | 'change'; text: string } | null;
};

/** The request makes no progress until the user acts. */
function needsUser(request: SigningRequest, all: readonly SigningRequest[]): boolean {
  const { state, heldBecause } = request;
  if (state === 'queued') return queuePlaceOf(request, all).kind === 'turn';
  if (state === 'signed') return heldBecause !== null && heldBecause.code !== 'REQUEST_CANCELLED';
  return state === 'draft' || state === 'waiting-for-wallet';
}

export function toolbarReasons(facts: ToolbarFacts): ToolbarReason[] {
  const { requests, accounts, snapshot, node, network, isNodeWanted } = facts;
  const mine = new Set<string>(
    accounts
      .filter(({ isHidden, isCounted }) => isCounted && !isHidden)
      .map(({ coldkey }) => coldkey),
  );
  const isSwapAnnounced = snapshot?.accounts.some(
    ({ coldkey, swapAnnouncedFor }) =>
      mine.has(coldkey) && swapAnnouncedFor.known && swapAnnouncedFor.value !== null,
  );
  const reasons: [ToolbarReason, boolean][] = [
    ['request-waits', requests.some((request) => needsUser(request, requests))],
    ['swap-announced', isSwapAnnounced === true],
    ['alerts', facts.unseen > 0],
    ['offline', isNodeWanted && node?.state === 'offline'],
    ['not-real', !network.isReal],
  ];
  return reasons.filter(([, holds]) => holds).map(([reason]) => reason);
}

const icons: Readonly<Record<ToolbarReason, ToolbarIcon>> = {
  'request-waits': 'attention',
  'swap-announced': 'attention',
  alerts: 'attention',
  offline: 'offline',
  'not-real': 'devnet',
};

/** The icon of the gravest reason; the words name them all. */
export function toolbarIcon([gravest]: readonly ToolbarReason[]): ToolbarIcon {
  return gravest === undefined ? 'plain' : icons[gravest];
}

const plurals = new Intl.PluralRules();

const wordKeys: Readonly<Record<Exclude<ToolbarReason, 'alerts'>, SentenceTaking<'network'>>> = {
  'request-waits': 'toolbarRequestWaits',
  'swap-announced': 'toolbarSwapAnnounced',
  offline: 'toolbarOffline',
  'not-real': 'toolbarNotReal',
};

const alertsText = (unseen: number): string =>
  messageText(plurals.select(unseen) === 'one' ? 'toolbarAlerts_one' : 'toolbarAlerts_other', {
    count: String(unseen),
  });

const badgeWords = ({ badge }: Pick<ToolbarFacts, 'badge'>): string[] => {
  if (badge === null || badge.text === '') return [];
  const key = badge.kind === 'change' ? 'toolbarChange' : 'toolbarExitValue';
  const value = badge.kind === 'change' ? badge.text : `τ ${badge.text}`;
  return [messageText(key, { value })];
};

/** The badge's figure in words, and every reason. */
export function toolbarTitle(
  reasons: readonly ToolbarReason[],
  facts: Pick<ToolbarFacts, 'network' | 'unseen' | 'badge'>,
): string {
  const name = messageText('extensionName');
  const { network, unseen } = facts;
  const words = [
    ...badgeWords(facts),
    ...reasons.map((reason) =>
      reason === 'alerts'
        ? alertsText(unseen)
        : messageText(wordKeys[reason], { network: network.name }),
    ),
  ];
  return words.length === 0 ? name : `${name}: ${words.join(' · ')}`;
}

/** From the root of the extension, whichever of its files asks. */
function pathsOf(icon: ToolbarIcon): Record<string, string> {
  const prefix = icon === 'plain' ? '' : `${icon}-`;
  return { 16: `/icons/${prefix}16.png`, 32: `/icons/${prefix}32.png` };
}

async function readFacts(isNodeWanted: boolean): Promise<ToolbarFacts> {
  const settings = await readSettings();
  const network = currentNetwork(settings);
  const { genesisHash, id } = network;
  const { badge } = settings;
  const [requests, accounts, record, node, log] = await Promise.all([
    readRequests(),
    readAccounts(),
    genesisHash === null ? null : readSnapshotRecord(genesisHash),
    readNodeRecord(id),
    genesisHash === null ? [] : readAlertLog(genesisHash),
  ]);
  const unseen = log.filter(({ seenAt }) => seenAt === null).length;
  if (badge === 'alerts') await setBadge(unseen === 0 ? '' : String(unseen));
  return {
    requests,
    accounts,
    snapshot: record?.snapshot ?? null,
    node,
    network,
    isNodeWanted: isNodeWanted || badgeNeedsNode(settings),
    unseen,
    badge:
      badge === 'sellable' || badge === 'change'
        ? { kind: badge, text: await browser.action.getBadgeText({}) }
        : null,
  };
}

type Toolbar = {
  /** To call when something that the button shows may have changed. Never throws. */
  reconsider(): void;
};

const shownChanges: ReadonlySet<Change> = new Set([
  'alerts',
  'accounts',
  'requests',
  'snapshot',
  'node',
  'settings',
]);

/** Shows the state at once, and again whenever the store changed, as long as the worker lives. */
export function createToolbar(
  isNodeWanted: () => boolean,
  report: (error: unknown) => void,
): Toolbar {
  let shown = '';
  let running = Promise.resolve();
  let isDue = false;

  async function show(): Promise<void> {
    isDue = false;
    const facts = await readFacts(isNodeWanted());
    const reasons = toolbarReasons(facts);
    const title = toolbarTitle(reasons, facts);
    if (title === shown) return;
    await browser.action.setIcon({ path: pathsOf(toolbarIcon(reasons)) });
    await browser.action.setTitle({ title });
    shown = title;
  }

  function reconsider(): void {
    // Several changes at once are read once.
    if (isDue) return;
    isDue = true;
    running = running.then(show).catch(report);
  }

  onChange((change) => {
    if (shownChanges.has(change)) reconsider();
  }, new AbortController().signal);
  reconsider();
  return { reconsider };
}
