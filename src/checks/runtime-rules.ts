// Rules that later runtimes brought: safe mode, the hold on root stake, the cap on an account's hotkeys. Where the runtime
// has no such rule, the check does not apply; where it could not be read, it is unknown.
import type { HotkeyCaps } from '../model/chain-rules.ts';
import type { Reading } from '../model/facts.ts';
import { ROOT_NETUID, type Ss58Address } from '../units.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, both, pass, rule } from './rule.ts';

const UNREAD: Reading<never> = { known: false, reason: 'unreadable' };

/** Whether the runtime has the rule at all. */
const isHere = (reading: Reading<unknown>): boolean =>
  reading.known || reading.reason === 'unreadable';

export const notInSafeMode = rule<'safe-mode', PlanSubject, number | null>({
  id: 'safe-mode',
  verdicts: ['pass', 'block', 'unknown'],
  applies: ({ facts }) => isHere(facts.rules.safeModeUntil),
  needs: ({ facts }) => facts.rules.safeModeUntil,
  judge: (_subject, until) =>
    until === null
      ? pass()
      : block({ until: { unit: 'block', amount: until } }, 'System.CallFiltered'),
  remedyKeys: { block: 'remedySafeMode' },
});

type Hold = { since: number | null; blocks: number };

function holdOf({ leaving, facts }: PlanSubject): Reading<Hold> {
  const since = facts.rootStakedAt.find(({ hotkey }) => hotkey === leaving?.hotkey)?.block;
  const read = both(facts.rules.rootHold, since ?? UNREAD);
  return read.known
    ? { known: true, value: { blocks: read.value[0], since: read.value[1] } }
    : read;
}

export const rootNotHeld = rule<'root-hold', PlanSubject, Hold>({
  id: 'root-hold',
  verdicts: ['pass', 'block', 'unknown'],
  // A claim has a rule of its own, which knows that the claim itself starts the hold.
  applies: ({ plan, leaving, facts }) => {
    const { rootHold } = facts.rules;
    if (plan.move.kind === 'claim') return false;
    if (leaving?.subnet.netuid !== ROOT_NETUID || !isHere(rootHold)) return false;
    return !rootHold.known || rootHold.value > 0;
  },
  needs: holdOf,
  judge: ({ facts }, { since, blocks }) => {
    if (since === null || facts.block.number - since >= blocks) return pass();
    const values = {
      until: { unit: 'block', amount: since + blocks },
      left: { unit: 'blocks', amount: since + blocks - facts.block.number },
    } as const;
    return block(values, 'SubtensorModule.RootStakeLocked');
  },
  remedyKeys: { block: 'remedyRootHold' },
});

/** Whose list of hotkeys the stake is added to. */
const ownerOf = ({ plan, facts }: PlanSubject): Ss58Address =>
  plan.move.kind === 'transfer' ? plan.move.toColdkey : facts.coldkey.coldkey;

function listOf(subject: PlanSubject): Reading<readonly Ss58Address[]> {
  const owner = ownerOf(subject);
  const list = subject.facts.stakingHotkeys.find(({ coldkey }) => coldkey === owner)?.hotkeys;
  return list ?? UNREAD;
}

/** Stake to a hotkey that the account has already does not lengthen its list. */
function isNew(subject: PlanSubject): boolean {
  const list = listOf(subject);
  const hotkey = subject.arrival?.hotkey;
  return hotkey !== undefined && !(list.known && list.value.includes(hotkey));
}

export const listNotFull = rule<
  'hotkey-cap',
  PlanSubject,
  readonly [HotkeyCaps, readonly Ss58Address[]]
>({
  id: 'hotkey-cap',
  verdicts: ['pass', 'block', 'unknown'],
  applies: (subject) => isHere(subject.facts.rules.hotkeyCaps) && isNew(subject),
  needs: (subject) => both(subject.facts.rules.hotkeyCaps, listOf(subject)),
  judge: ({ plan }, [caps, list]) => {
    const most = plan.move.kind === 'transfer' ? caps.receiver : caps.own;
    const values = {
      held: { unit: 'count', amount: list.length },
      most: { unit: 'count', amount: most },
    } as const;
    return list.length < most
      ? pass(values)
      : block(values, 'SubtensorModule.TooManyStakingHotkeys');
  },
  remedyKeys: { block: 'remedyKnownValidator' },
});
