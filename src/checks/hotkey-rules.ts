// Rules about the hotkey at which stake arrives: the chain knows it, it is registered, it earns.
import type { Reading } from '../model/facts.ts';
import { PPM, type Ss58Address } from '../units.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, every, notKnown, pass, rule, warn } from './rule.ts';

const hotkeyValue = (hotkey: string) => ({ hotkey: { unit: 'address', text: hotkey } }) as const;

/** Where stake leaves and arrives, and who is credited with a lock, with which no stake arrives. */
function hotkeysOf({ arrival, leaving, plan: { move } }: PlanSubject): readonly Ss58Address[] {
  const credited = move.kind === 'lock' ? move.hotkey : [];
  return [...new Set([leaving?.hotkey ?? [], arrival?.hotkey ?? [], credited].flat())];
}

function isKnown(subject: PlanSubject, hotkey: Ss58Address): Reading<boolean> {
  const facts = subject.facts.hotkeys.find((one) => one.hotkey === hotkey);
  if (facts === undefined) return { known: false, reason: 'unreadable' };
  return { known: true, value: facts.owner !== null };
}

export const hotkeyKnown = rule<'hotkey-known', PlanSubject, readonly boolean[]>({
  id: 'hotkey-known',
  verdicts: ['pass', 'block', 'unknown'],
  applies: () => true,
  needs: (subject) => every(hotkeysOf(subject).map((hotkey) => isKnown(subject, hotkey))),
  judge: (subject, known) => {
    const stranger = hotkeysOf(subject)[known.indexOf(false)];
    if (stranger === undefined) return pass();
    return block(hotkeyValue(stranger), 'SubtensorModule.HotKeyAccountNotExists');
  },
  remedyKeys: { block: 'remedyChooseValidator' },
});

export const hotkeyRegistered = rule<'hotkey-registered', PlanSubject, boolean>({
  id: 'hotkey-registered',
  verdicts: ['pass', 'warn', 'unknown'],
  applies: ({ arrival }) => arrival !== null,
  needs: ({ arrival, facts }) => {
    const slot = facts.registrations[`${arrival?.netuid}:${arrival?.hotkey}`];
    return slot === undefined
      ? { known: false, reason: 'unreadable' }
      : { known: true, value: slot };
  },
  judge: ({ arrival }, isRegistered) => {
    if (arrival === null) return notKnown;
    const values = hotkeyValue(arrival.hotkey);
    return isRegistered ? pass(values) : warn('warning', values);
  },
  remedyKeys: { warn: 'remedyChooseValidator' },
});

/** Dividends are part of positions: any position under that hotkey has them. */
function dividendsAt({ arrival, facts }: PlanSubject): Reading<bigint> | undefined {
  return facts.positions.find(
    ({ hotkey, netuid }) => hotkey === arrival?.hotkey && netuid === arrival.netuid,
  )?.hotkeyDividends;
}

export const hotkeyEarns = rule<'hotkey-earns', PlanSubject, bigint>({
  id: 'hotkey-earns',
  verdicts: ['pass', 'warn', 'unknown'],
  // Root pays in other subnets' alpha: its own last epoch is no measure.
  applies: (subject) =>
    subject.arrival !== null && subject.arrival.netuid !== 0 && dividendsAt(subject) !== undefined,
  needs: (subject) => dividendsAt(subject) ?? { known: false, reason: 'unreadable' },
  judge: ({ arrival }, dividends) => {
    if (arrival === null) return notKnown;
    const values = hotkeyValue(arrival.hotkey);
    return dividends > 0n ? pass(values) : warn('notice', values);
  },
  remedyKeys: { warn: 'remedyChooseValidator' },
});

/**
 * Parts of 65535: what the chain takes for a hotkey that set none, and the most that it lets one set by itself: 18 %.
 * Source: subtensor pallets/subtensor/src/lib.rs, DefaultDelegateTake and MaxDelegateTake.
 */
export const DEFAULT_TAKE = 11_796;
const WHOLE_TAKE = 65_535;
/** The same as people say it; in parts of 65535 it is a little less. */
export const DEFAULT_TAKE_PPM = 180_000n;

const takePpm = (take: number): bigint => (BigInt(take) * PPM) / BigInt(WHOLE_TAKE);

/** Above what the chain takes by default; null is the default. */
export const isTakeOver = (take: number | null): boolean => take !== null && take > DEFAULT_TAKE;

export const hotkeyTake = rule<'hotkey-take', PlanSubject, number>({
  id: 'hotkey-take',
  verdicts: ['pass', 'warn'],
  // A hotkey that was not read has its finding by `hotkey-known`.
  applies: ({ arrival, facts }) =>
    arrival !== null && facts.hotkeys.some(({ hotkey }) => hotkey === arrival.hotkey),
  needs: ({ arrival, facts }) => ({
    known: true,
    value: facts.hotkeys.find(({ hotkey }) => hotkey === arrival?.hotkey)?.take ?? DEFAULT_TAKE,
  }),
  judge: ({ arrival }, take) => {
    if (arrival === null) return null;
    const values = {
      ...hotkeyValue(arrival.hotkey),
      take: { unit: 'ppm', amount: takePpm(take) },
      limit: { unit: 'ppm', amount: DEFAULT_TAKE_PPM },
    } as const;
    if (!isTakeOver(take)) return pass(values);
    return warn(take >= WHOLE_TAKE ? 'red' : 'warning', values);
  },
  remedyKeys: { warn: 'remedyChooseValidator' },
});
