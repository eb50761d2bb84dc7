// The stake events of one extrinsic (or of a block's beginning or end) as an account sees them: purchases, sales, and the
// pairs of both that a summary event calls a move, a swap or a transfer. A summary is counted with its pair, never besides it.
import type { Netuid, Ss58Address } from '../../units.ts';
import { accountOf, bigintOf, netuidOf } from '../scale/scale-fields.ts';
import { malformed } from '../scale/scale-reader.ts';
import { publicKeyOf } from '../scale/ss58.ts';
import type { ChainEvent } from './read-events.ts';

export const amountIn = ({ fields, name }: ChainEvent, field: string): bigint => {
  const value = fields[field];
  if (value === undefined) throw malformed(`${name}.${field}`);
  return bigintOf(value);
};
export const accountIn = ({ fields, name }: ChainEvent, field: string): Ss58Address => {
  const value = fields[field];
  if (value === undefined) throw malformed(`${name}.${field}`);
  return accountOf(value);
};
const netuidIn = ({ fields, name }: ChainEvent, field: string): Netuid => {
  const value = fields[field];
  if (value === undefined) throw malformed(`${name}.${field}`);
  return netuidOf(value);
};

/** One purchase or sale. null: the runtime's event does not tell it. */
export type BookTrade = {
  side: 'buy' | 'sell';
  coldkey: Ss58Address | null;
  hotkey: Ss58Address;
  netuid: Netuid | null;
  tao: bigint;
  /** As it came to or left the position, pool fee included. */
  alpha: bigint | null;
  /** TAO of a purchase, alpha of a sale. */
  fee: bigint;
  /** Calls of a batch that ended before it. */
  item: number;
};

/** `sale` and `purchase` null: that half was not made, or is another account's. */
export type BookStep =
  | { kind: 'trade'; trade: BookTrade }
  | {
      kind: 'pair';
      sale: BookTrade | null;
      purchase: BookTrade | null;
      from: Ss58Address;
      to: Ss58Address;
      tao: bigint;
      item: number;
    };

/** The subnet whose account it is: "modl", the pallet's id, the netuid, zeros; null: another account. */
export function subnetOf(address: Ss58Address): Netuid | null {
  const bytes = publicKeyOf(address);
  const name = new TextDecoder().decode(bytes.subarray(0, 12));
  if (name !== 'modlsubtensr' || bytes.subarray(14).some((byte) => byte !== 0)) return null;
  return netuidOf((bytes[12] ?? 0) + 256 * (bytes[13] ?? 0));
}

function tradeOf(
  event: ChainEvent,
  side: BookTrade['side'],
  item: number,
  actor: Ss58Address | null,
): BookTrade {
  const isEarly = event.fields['coldkey'] === undefined;
  // Without a fee in the event, what left or reached the position is not told.
  const isTold = event.fields['fee'] !== undefined;
  const fee = isTold ? amountIn(event, 'fee') : 0n;
  const alpha = isTold ? amountIn(event, 'alpha') : null;
  return {
    side,
    coldkey: isEarly ? actor : accountIn(event, 'coldkey'),
    hotkey: accountIn(event, 'hotkey'),
    netuid: isEarly ? null : netuidIn(event, 'netuid'),
    tao: amountIn(event, 'tao'),
    // A sale's event names what was sold net of the fee.
    alpha: alpha === null || side === 'buy' ? alpha : alpha + fee,
    fee,
    item,
  };
}

type Summary = {
  from: Ss58Address;
  to: Ss58Address;
  origin: { hotkey: Ss58Address; netuid: Netuid };
  destination: { hotkey: Ss58Address; netuid: Netuid };
  tao: bigint;
};

function summaryOf(event: ChainEvent): Summary | null {
  const [origin, destination] = ['origin_netuid', 'destination_netuid'];
  const hotkeys: Readonly<Record<string, readonly [string, string]>> = {
    StakeMoved: ['origin_hotkey', 'destination_hotkey'],
    StakeSwapped: ['hotkey', 'hotkey'],
    StakeTransferred: ['hotkey', 'hotkey'],
    StakeAndHotkeyTransferred: ['origin_hotkey', 'destination_hotkey'],
  };
  const names = hotkeys[event.name];
  if (names === undefined) return null;
  const isOwn = event.fields['coldkey'] !== undefined;
  return {
    from: accountIn(event, isOwn ? 'coldkey' : 'origin_coldkey'),
    to: accountIn(event, isOwn ? 'coldkey' : 'destination_coldkey'),
    origin: { hotkey: accountIn(event, names[0]), netuid: netuidIn(event, origin ?? '') },
    destination: { hotkey: accountIn(event, names[1]), netuid: netuidIn(event, destination ?? '') },
    tao: amountIn(event, event.fields['tao'] === undefined ? 'amount' : 'tao'),
  };
}

/**
 * All trades in the order in which they were made; a pair stands where its summary does. `actor`: for whom the extrinsic
 * acted; before spec 233 no event names it.
 */
export function stepsOf(events: readonly ChainEvent[], actor: Ss58Address | null): BookStep[] {
  let steps: BookStep[] = [];
  let item = 0;

  function takeOut(
    side: BookTrade['side'],
    coldkey: Ss58Address,
    { hotkey, netuid }: Summary['origin'],
  ): BookTrade | null {
    const at = steps.findLastIndex(
      (step) =>
        step.kind === 'trade' &&
        step.trade.side === side &&
        (step.trade.netuid === null || step.trade.coldkey === coldkey) &&
        step.trade.hotkey === hotkey &&
        (step.trade.netuid ?? netuid) === netuid,
    );
    const step = steps[at];
    if (step?.kind !== 'trade') return null;
    steps = steps.toSpliced(at, 1);
    return { ...step.trade, coldkey, netuid };
  }

  for (const event of events) {
    if (event.pallet === 'Utility' && /^Item(?:Completed|Failed)$/.test(event.name)) item += 1;
    if (event.pallet !== 'SubtensorModule') continue;
    if (event.name === 'StakeAdded')
      steps.push({ kind: 'trade', trade: tradeOf(event, 'buy', item, actor) });
    if (event.name === 'StakeRemoved') {
      steps.push({ kind: 'trade', trade: tradeOf(event, 'sell', item, actor) });
    }
    const summary = summaryOf(event);
    if (summary === null) continue;
    const { from, to, tao } = summary;
    const purchase = takeOut('buy', to, summary.destination);
    const sale = takeOut('sell', from, summary.origin);
    steps.push({ kind: 'pair', sale, purchase, from, to, tao, item });
  }
  return steps;
}
