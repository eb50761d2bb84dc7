// What fired is asked of another operator's node too: one node alone may have made it up. It is told either way, as a node
// that hides what happened must keep no alert back; what is not confirmed is told as one node's word. The figure that is told
// is the first node's: the other one must say about the same.
import { evaluate, type Now } from '../alerts/evaluate.ts';
import { alertKinds } from '../alerts/kinds.ts';
import type { AlertEvent, AlertFacts, AlertRule, AlertState } from '../model/alert.ts';
import { PPM } from '../units.ts';

/** Our own records say it, and no node. */
const isOwn = ({ kind }: AlertEvent): boolean => kind === 'request-waits';

/** The same event at whatever block. */
const nameOf = ({ ruleId, netuid, coldkey, hotkey }: AlertEvent): string =>
  [ruleId, netuid, coldkey, hotkey].join(' ');

/** Two nodes some blocks apart read amounts so far apart: 1 %. */
const CLOSE_PPM = PPM / 100n;

const sizeOf = (figure: bigint): bigint => (figure < 0n ? -figure : figure);

/** How far apart the two may be; all that is no amount or share is the same at both. */
function slackOf({ kind, side }: AlertEvent, figure: bigint): bigint {
  // Parts per million of an amount a day ago: 1 % of that amount.
  if (side === 'falls' || side === 'rises') return CLOSE_PPM;
  const { unit } = alertKinds[kind];
  return unit === 'rao' || unit === 'ppm' ? (sizeOf(figure) * CLOSE_PPM) / PPM : 0n;
}

/** Blocks that are left are fewer at a later block: the block at which they end is the same. */
const standing = ({ kind, figure, block }: AlertEvent): bigint | null =>
  kind === 'immunity-ending' && figure !== null ? figure + BigInt(block) : figure;

function saysTheSame(event: AlertEvent, other: AlertEvent): boolean {
  if (nameOf(event) !== nameOf(other)) return false;
  const [told, again] = [standing(event), standing(other)];
  if (told === null || again === null) return told === again;
  if (told < 0n !== again < 0n) return false;
  return sizeOf(told - again) <= slackOf(event, again);
}

/**
 * Who says what would fire. `ask`: another operator's node about these rules; null: none is set, or none answers. Costs
 * nothing while nothing fires.
 */
export async function confirmAlerts(
  rules: readonly AlertRule[],
  facts: AlertFacts,
  { before, now }: { before: AlertState; now: Now },
  ask: (rules: readonly AlertRule[]) => Promise<AlertFacts | null>,
): Promise<(event: AlertEvent) => AlertEvent> {
  const fired = evaluate(rules, facts, before, now).fired.filter((event) => !isOwn(event));
  let again: readonly AlertEvent[] = [];
  if (fired.length > 0) {
    const about = rules.filter(({ id }) => fired.some(({ ruleId }) => ruleId === id));
    const second = await ask(about).catch(() => null);
    // A node some blocks behind the first is no laggard here: it is held against what was known before either.
    const block = Math.min(before.block, second?.block ?? before.block);
    if (second !== null) again = evaluate(about, second, { ...before, block }, now).fired;
  }
  return (event) =>
    isOwn(event)
      ? event
      : { ...event, isConfirmed: again.some((other) => saysTheSame(event, other)) };
}
