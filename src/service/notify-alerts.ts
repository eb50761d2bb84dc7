// Shows alerts as notifications of the browser, where the user allowed that, and opens the panel where one is clicked.
import { firedSentence, figureUnit, lineUnit, type Written } from '../alerts/alert-sentences.ts';
import { anyMessageText, browser, messageText } from '../browser.ts';
import type { AlertEvent } from '../model/alert.ts';
import { readAccounts } from '../store/accounts.ts';
import { BLOCK_MS, decimalsFor, formatAmount, formatPpm, PPM, shortAddress } from '../units.ts';

/** More at once are told as one. */
const MOST_AT_ONCE = 3;
const PREFIX = 'alert ';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function lasts(length: number): string {
  if (length < 90 * MINUTE) {
    const minutes = String(Math.max(1, Math.round(length / MINUTE)));
    return messageText('lastsMinutes', { minutes });
  }
  return length < 2 * DAY
    ? messageText('lastsHours', { hours: String(Math.round(length / HOUR)) })
    : messageText('lastsDays', { days: String(Math.round(length / DAY)) });
}

/** As the panel writes it: the line as it was typed, a figure with fewer decimals the larger it is. */
function taoText(size: bigint, isLine: boolean): string {
  const decimals = isLine ? 9 : decimalsFor(size);
  return `τ\u202f${formatAmount(size, { decimals, isFixed: decimals === 2 })}`;
}

function written(amount: bigint, unit: Written, isLine: boolean): string {
  const size = amount < 0n ? -amount : amount;
  switch (unit) {
    case 'tao':
      return taoText(size, isLine);
    case 'percent':
      return `${amount < 0n ? '−' : ''}${formatPpm(size)}%`;
    case 'take':
      return `${formatPpm((size * PPM) / 65_535n)}%`;
    case 'blocks':
      return lasts(Number(size) * BLOCK_MS);
    case 'minutes':
      return lasts(Number(size) * MINUTE);
    case 'block':
    case 'number':
      return size.toLocaleString();
  }
}

/** `nameOf`: what the user calls an account. */
function textOf(event: AlertEvent, nameOf: (coldkey: string) => string): string {
  const { netuid, coldkey, hotkey, figure, value, block } = event;
  const blocksLeft = event.kind === 'coldkey-swap' ? Number(figure ?? 0n) - block : 0;
  const said = anyMessageText(firedSentence(event), {
    subnet: `SN${netuid ?? 0}`,
    account: coldkey === null ? '' : nameOf(coldkey),
    validator: hotkey === null ? '' : shortAddress(hotkey),
    value: written(value, lineUnit(event), true),
    figure: written(figure ?? 0n, figureUnit(event), false),
    time: lasts(Math.max(0, blocksLeft) * BLOCK_MS),
  });
  // Two sentences, a line each.
  return event.isConfirmed === false ? `${said}\n${messageText('alertOneNode')}` : said;
}

/** Without the permission there is no such API. */
const isAllowed = (): boolean => 'notifications' in browser && browser.notifications !== undefined;

type Notice = { id: string; title: string; message: string };

async function show({ id, title, message }: Notice): Promise<void> {
  const iconUrl = browser.runtime.getURL('icons/128.png');
  await browser.notifications.create(PREFIX + id, { type: 'basic', iconUrl, title, message });
}

/** Each event was marked as told before: one that the browser refuses stays in the log, and the others are shown. */
async function showAll(all: readonly Notice[]): Promise<void> {
  const shown = await Promise.allSettled(all.map(show));
  const refused = shown.find((one) => one.status === 'rejected');
  if (refused !== undefined) throw refused.reason;
}

export async function notifyOfAlerts(
  events: readonly AlertEvent[],
  hidesAmounts: boolean,
): Promise<void> {
  if (events.length === 0 || !isAllowed()) return;
  const swaps = events.filter(({ kind }) => kind === 'coldkey-swap');
  const others = events.filter(({ kind }) => kind !== 'coldkey-swap');
  const accounts = await readAccounts();
  const nameOf = (coldkey: string): string =>
    accounts.find((one) => one.coldkey === coldkey)?.label || shortAddress(coldkey);
  const name = messageText('extensionName');
  const loud = swaps.map((event): Notice => {
    return { id: event.id, title: messageText('alertNoticeSwap'), message: textOf(event, nameOf) };
  });
  if (others.length > MOST_AT_ONCE || (hidesAmounts && others.length > 0)) {
    const count = String(others.length);
    const message = messageText('alertNoticeMany', { count });
    await showAll([...loud, { id: 'many', title: name, message }]);
    return;
  }
  const each = others.map((event): Notice => {
    return { id: event.id, title: name, message: textOf(event, nameOf) };
  });
  await showAll([...loud, ...each]);
}

/** A click opens the panel in a tab: no side panel opens but in a click on our own page. */
async function openAlerts(id: string): Promise<void> {
  if (!id.startsWith(PREFIX)) return;
  await browser.notifications.clear(id);
  await browser.tabs.create({ url: browser.runtime.getURL('panel.html?surface=tab&at=alerts') });
}

let isListening = false;

/** Once it is allowed; a worker that starts listens before anything else. */
export function listenToNotices(report: (error: unknown) => void): void {
  if (isListening || !isAllowed()) return;
  isListening = true;
  browser.notifications.onClicked.addListener((id) => {
    openAlerts(id).catch(report);
  });
}
