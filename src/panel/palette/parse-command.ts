// What was typed into the command palette, as things that can be done: `stake 5 64`, `unstake all 12`, a name. The best guess
// first. Pure.
import type { Netuid, Ss58Address } from '../../units.ts';

export const verbs = [
  'stake',
  'unstake',
  'unstake-all',
  'change-validator',
  'change-subnet',
  'transfer',
] as const;
export type Verb = (typeof verbs)[number];
/** Moves that are offered to be typed; those from a position only where there is one. */
const begun = ['stake', 'unstake', 'unstake-all'] as const;

type Position = { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid };

export type Command =
  | { kind: 'screen'; index: number }
  | { kind: 'subnet'; netuid: Netuid }
  | { kind: 'account'; coldkey: Ss58Address }
  /** The first word of a move: what follows is still to be typed. */
  | { kind: 'begin'; verb: (typeof begun)[number] }
  /** `position`: the one it starts from, where there is no other; `amount`: as it was typed. */
  | { kind: 'move'; verb: Verb; netuid: Netuid; amount: string | null; position: Position | null };

export type Known = {
  /** Titles, in the order in which they are offered. */
  screens: readonly string[];
  /** Root has the number 0. */
  subnets: readonly { netuid: Netuid; name: string }[];
  accounts: readonly { coldkey: Ss58Address; name: string }[];
  /** What the user holds; a move from a subnet without any is not offered. */
  positions: readonly Position[];
  /** What was ordered last, the newest first. */
  recent: readonly { verb: Verb; netuid: Netuid }[];
  /** Words that begin a move. */
  words: Readonly<Record<Verb, readonly string[]>>;
};

const MOST = 8;
/** Of what is held, while nothing is typed. */
const MOST_HELD = 3;
/** Of what was ordered last. */
const MOST_RECENT = 2;
/** One letter would begin too many things. */
const SHORTEST_VERB = 2;

const isAmount = (word: string): boolean => /^\d+(?:[.,]\d+)*$/.test(word);

/** The less, the better it fits; null: not at all. */
function fit(name: string, text: string): number | null {
  const low = name.toLowerCase();
  if (text === '') return null;
  if (low === text) return 0;
  if (low.startsWith(text)) return 1;
  if (low.split(/[\s\-_.]+/).some((word) => word.startsWith(text))) return 2;
  return low.includes(text) ? 3 : null;
}

type Ranked<T> = { rank: number; value: T };

function ranked<T>(values: readonly T[], rankOf: (value: T) => number | null): Ranked<T>[] {
  return values
    .flatMap((value) => {
      const rank = rankOf(value);
      return rank === null ? [] : [{ rank, value }];
    })
    .toSorted((a, b) => a.rank - b.rank);
}

/** By number (`64`, `sn64`) exactly, else by name; those held before others that fit as well. */
function findSubnets(text: string, { subnets, positions }: Known): Ranked<Netuid>[] {
  const number = /^(?:sn)?(\d{1,5})$/.exec(text)?.[1];
  if (number !== undefined) {
    const found = subnets.find(({ netuid }) => netuid === Number(number));
    return found === undefined ? [] : [{ rank: 0, value: found.netuid }];
  }
  const held = new Set<number>(positions.map(({ netuid }) => netuid));
  return ranked(subnets, ({ netuid, name }) => {
    const rank = fit(name, text);
    return rank === null ? null : rank * 2 + (held.has(netuid) ? 0 : 1);
  }).map(({ rank, value: { netuid } }) => ({ rank, value: netuid }));
}

function moveOf(verb: Verb, netuid: Netuid, amount: string | null, known: Known): Command[] {
  const takesAmount = verb !== 'unstake-all';
  const base = { kind: 'move', verb, netuid, amount: takesAmount ? amount : null } as const;
  if (verb === 'stake') return [{ ...base, position: null }];
  const held = known.positions.filter((position) => position.netuid === netuid);
  const [only] = held;
  if (only === undefined) return [];
  return [{ ...base, position: held.length === 1 ? only : null }];
}

/** What follows a verb: an amount and a subnet, a subnet alone, or an amount whose subnet is still to be typed. */
function readRest(
  rest: readonly string[],
  known: Known,
): { amount: string | null; found: Netuid[] } {
  const [first, ...others] = rest;
  const second = others.join(' ');
  if (first === undefined) {
    return { amount: null, found: [...new Set(known.positions.map(({ netuid }) => netuid))] };
  }
  if (second !== '' && isAmount(first)) {
    return { amount: first, found: findSubnets(second, known).map(({ value }) => value) };
  }
  return { amount: null, found: findSubnets(rest.join(' '), known).map(({ value }) => value) };
}

/** How many of the words are the verb: two, where they are one verb together, as in `unstake all`. */
function verbLength(words: readonly string[], known: Known): 1 | 2 {
  const both = words.slice(0, 2).join(' ');
  return verbs.some((verb) => known.words[verb].includes(both)) && both.includes(' ') ? 2 : 1;
}

function findMoves(words: readonly string[], known: Known): Command[] {
  const length = verbLength(words, known);
  const verb = words.slice(0, length).join(' ');
  const rest = words.slice(length);
  if (verb.length < SHORTEST_VERB) return [];
  const meant = ranked(verbs, (one) => {
    const fits = known.words[one].map((word) => fit(word, verb)).filter((rank) => rank !== null);
    const best = Math.min(...fits);
    return best <= 1 ? best : null;
  });
  const { amount, found } = readRest(rest, known);
  return meant.flatMap(({ rank, value }) =>
    // Who types an amount after `unstake` does not mean all of it.
    amount !== null && rank > 0 && value === 'unstake-all'
      ? []
      : found.flatMap((netuid) => moveOf(value, netuid, amount, known)),
  );
}

/** What can be ordered again of what was ordered last, each once. */
function recentOf(known: Known): Command[] {
  const isFirst = ({ verb, netuid }: Known['recent'][number], place: number): boolean =>
    known.recent.findIndex((one) => one.verb === verb && one.netuid === netuid) === place;
  return known.recent
    .filter(isFirst)
    .flatMap(({ verb, netuid }) => moveOf(verb, netuid, null, known))
    .slice(0, MOST_RECENT);
}

/**
 * While nothing is typed: what was ordered last, what is held, the largest first as it is given, how a move begins, and the
 * screens.
 */
function offered(known: Known): Command[] {
  const held = [...new Set(known.positions.map(({ netuid }) => netuid))];
  return [
    ...recentOf(known),
    ...held.slice(0, MOST_HELD).map((netuid) => ({ kind: 'subnet', netuid }) as const),
    ...begun
      .filter((verb) => verb === 'stake' || held.length > 0)
      .map((verb) => ({ kind: 'begin', verb }) as const),
    ...known.screens.map((_, index) => ({ kind: 'screen', index }) as const),
  ];
}

export function parseCommand(text: string, known: Known): readonly Command[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const screens = (rankOf: (title: string) => number | null) =>
    ranked(
      known.screens.map((title, index) => ({ title, index })),
      ({ title }) => rankOf(title),
    ).map(({ rank, value: { index } }): Ranked<Command> => ({
      rank,
      value: { kind: 'screen', index },
    }));
  if (words.length === 0) return offered(known);
  const whole = words.join(' ');
  const subnets = findSubnets(whole, known);
  const named: Ranked<Command>[] = [
    ...screens((title) => {
      const rank = fit(title, whole);
      return rank === null ? null : rank * 2;
    }),
    ...subnets.map(({ rank, value }) => ({
      rank,
      value: { kind: 'subnet', netuid: value } as const,
    })),
    ...ranked(known.accounts, ({ name }) => fit(name, whole)).map(({ rank, value }) => ({
      rank: rank * 2 + 1,
      value: { kind: 'account', coldkey: value.coldkey } as const,
    })),
  ];
  // A subnet that is meant beyond doubt can be staked into, and left, from here.
  const [best] = subnets;
  const isSure = best !== undefined && (best.rank <= 1 || subnets.length === 1);
  const ways = isSure
    ? [
        ...moveOf('stake', best.value, null, known),
        ...moveOf('unstake', best.value, null, known),
        ...moveOf('unstake-all', best.value, null, known),
      ]
    : [];
  return [
    ...findMoves(words, known),
    ...named.toSorted((a, b) => a.rank - b.rank).map(({ value }) => value),
    ...ways,
  ].slice(0, MOST);
}
