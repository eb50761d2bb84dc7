// What fired is asked of another operator's node too: one node alone may have made it up. It is told either way, as a node
// that hides what happened must keep no alert back; what is not confirmed is told as one node's word.
import { evaluate, type Now } from '../alerts/evaluate.ts';
import type { AlertEvent, AlertFacts, AlertRule, AlertState } from '../model/alert.ts';

/** Our own records say it, and no node. */
const isOwn = ({ kind }: AlertEvent): boolean => kind === 'request-waits';

/** The same event at whatever block. */
const nameOf = ({ ruleId, netuid, coldkey, hotkey }: AlertEvent): string =>
  [ruleId, netuid, coldkey, hotkey].join(' ');

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
  const confirmed = new Set<string>();
  if (fired.length > 0) {
    const about = rules.filter(({ id }) => fired.some(({ ruleId }) => ruleId === id));
    const second = await ask(about).catch(() => null);
    // A node some blocks behind the first is no laggard here: it is held against what was known before either.
    const block = Math.min(before.block, second?.block ?? before.block);
    const again = second === null ? [] : evaluate(about, second, { ...before, block }, now).fired;
    for (const event of again) confirmed.add(nameOf(event));
  }
  return (event) =>
    isOwn(event) ? event : { ...event, isConfirmed: confirmed.has(nameOf(event)) };
}
