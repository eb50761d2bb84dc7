// What each command looks like in the palette: its mark, its words, what Enter does, and where it leads.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { parseAmount, ROOT_NETUID, toNetuid, type Netuid } from '../../units.ts';
import type { Route } from '../core/router.ts';
import { keyPart, t, type PlainSentence } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { alphaText, taoText } from '../words/format.ts';
import { ValuePart } from '../words/value-pair.tsx';
import { verbs, type Command, type Known, type Verb } from './parse-command.ts';

const screens: readonly (readonly [title: PlainSentence, icon: IconName, route: Route])[] = [
  ['subnetsTitle', 'chart', { name: 'subnets' }],
  ['performanceTitle', 'bars', { name: 'performance' }],
  ['activityTitle', 'list', { name: 'activity' }],
  ['accountsTitle', 'wallet', { name: 'accounts' }],
  ['alertsTitle', 'bell', { name: 'alerts' }],
  ['whoDecidesTitle', 'pie', { name: 'who-decides' }],
  ['settingsTitle', 'gear', { name: 'settings' }],
  ['connectTitle', 'plus', { name: 'connect' }],
  ['watchTitle', 'view', { name: 'watch' }],
];

const firstScreen = ['subnetsTitle', 'chart', { name: 'subnets' }] as const;

function wordsOf(verb: Verb): readonly string[] {
  return t(`paletteWords_${keyPart(verb)}`)
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

/** What can be named: everything that the panel knows of without asking anybody. */
export function useKnown(): Known {
  const { store, names, portfolio } = usePanel();
  useEffect(() => void portfolio.whole(), []);
  const netuids = [...new Set([ROOT_NETUID, ...names.byNetuid.value.keys()])];
  const positions = portfolio.value.value?.subnets.flatMap((subnet) => subnet.positions) ?? [];
  const [stake, unstake, all, validator, subnet, transfer] = verbs.map(wordsOf);
  const { genesisHash } = store.network.value;
  const recent = store.requests.value.flatMap((request) => {
    const { move } = request.plan;
    if (request.genesisHash !== genesisHash) return [];
    const verb = verbs.find((one) => one === move.kind);
    return verb === undefined || !('netuid' in move) ? [] : [{ verb, netuid: move.netuid }];
  });
  return {
    recent,
    screens: screens.map(([title]) => t(title)),
    subnets: netuids.map((netuid) => ({
      netuid: toNetuid(netuid),
      name: netuid === ROOT_NETUID ? names.number(netuid) : names.name(netuid),
    })),
    accounts: store.accounts.value.map(({ coldkey }) => ({
      coldkey,
      name: names.coldkey(coldkey),
    })),
    positions,
    words: {
      stake: stake ?? [],
      unstake: unstake ?? [],
      'unstake-all': all ?? [],
      'change-validator': validator ?? [],
      'change-subnet': subnet ?? [],
      transfer: transfer ?? [],
    },
  };
}

export type Shown = {
  mark: ComponentChildren;
  title: string;
  /** What kind of thing it is, or what it is worth. */
  aside: ComponentChildren;
  /** What would be typed for it; null: its name. */
  typed: string | null;
  /** What Enter does. */
  act: string;
  /** Of the list before anything is typed. */
  group: 'paletteRecent' | 'paletteHeld' | 'paletteMoves' | 'paletteScreens';
  /** Where it leads, or what it puts into the field. */
  leads: { route: Route } | { text: string };
};

const moveIcons: Readonly<Record<Verb, IconName>> = {
  stake: 'up',
  unstake: 'fall',
  'unstake-all': 'fall-all',
  'change-validator': 'refresh',
  'change-subnet': 'swap',
  transfer: 'out',
};

function moveWords(verb: Verb, subnet: string): string {
  switch (verb) {
    case 'stake':
      return t('titleStake', { subnet });
    case 'unstake':
      return t('titleUnstake', { subnet });
    case 'unstake-all':
      return t('titleUnstakeAll', { subnet });
    case 'change-validator':
      return t('titleChangeValidator', { subnet });
    case 'change-subnet':
      return t('paletteSwap', { subnet });
    case 'transfer':
      return t('titleTransfer', { subnet });
  }
}

const kinds = {
  stake: 'kindStake',
  unstake: 'kindUnstake',
  'unstake-all': 'kindUnstakeAll',
} as const;
/** In an example of what can be typed, where nothing is held. */
const SOME_SUBNET = 64;
const SOME_AMOUNT = '5';
const ALL_DECIMALS = 9;

/** As much as the ticket will have it: stake is in TAO, all else in the subnet’s own alpha. */
export function typedText(
  { verb, netuid, amount }: { verb: Verb; netuid: Netuid; amount: string },
  symbolOf: (netuid: Netuid) => string,
): string {
  const parsed = parseAmount(amount);
  // The ticket says what is wrong with it.
  if (!parsed.ok) return amount;
  return verb === 'stake' || netuid === ROOT_NETUID
    ? taoText(parsed.amount, ALL_DECIMALS)
    : alphaText(parsed.amount, symbolOf(netuid), ALL_DECIMALS);
}

type Typed = { verb: Verb; netuid: number; amount: string | null };

/** As it is typed. */
function typedFor({ words }: Known, { verb, netuid, amount }: Typed): string {
  const [word = ''] = words[verb];
  return [word, ...(amount === null ? [] : [amount]), netuid].join(' ');
}

/** With an amount, where it takes one, of a subnet that is held. */
const exampleFor = (known: Known, verb: Verb): string =>
  typedFor(known, {
    verb,
    netuid: known.positions[0]?.netuid ?? SOME_SUBNET,
    amount: verb === 'unstake-all' ? null : SOME_AMOUNT,
  });

/** A stake as it may be typed. */
export const exampleOf = (known: Known): string => exampleFor(known, 'stake');

export function useShown(known: Known): (command: Command) => Shown {
  const { names, portfolio } = usePanel();
  const worth = new Map(portfolio.value.value?.subnets.map((subnet) => [subnet.netuid, subnet]));
  return (command) => {
    switch (command.kind) {
      case 'screen': {
        const [title, icon, route] = screens[command.index] ?? firstScreen;
        return {
          mark: <Icon name={icon} small />,
          title: t(title),
          aside: t('paletteScreen'),
          typed: null,
          act: t('paletteOpen'),
          group: 'paletteScreens',
          leads: { route },
        };
      }
      case 'subnet': {
        const held = worth.get(command.netuid);
        return {
          mark: <SubnetBadge netuid={command.netuid} />,
          title: names.title(command.netuid),
          aside:
            held === undefined ? (
              t('subnetKind')
            ) : (
              <ValuePart rao={held.sellable} isWhole={held.isSellableWhole} />
            ),
          typed: null,
          act: t('paletteOpen'),
          group: 'paletteHeld',
          leads: { route: { name: 'subnet', netuid: command.netuid } },
        };
      }
      case 'account':
        return {
          mark: <Icon name="wallet" small />,
          title: names.coldkey(command.coldkey),
          aside: t('paletteAccount'),
          typed: null,
          act: t('paletteOpen'),
          group: 'paletteScreens',
          leads: { route: { name: 'account', coldkey: command.coldkey } },
        };
      case 'begin': {
        const { verb } = command;
        const [word = ''] = known.words[verb];
        return {
          mark: <Icon name={moveIcons[verb]} small />,
          title: t(kinds[verb]),
          aside: null,
          typed: exampleFor(known, verb),
          act: t('paletteType'),
          group: 'paletteMoves',
          leads: { text: `${word} ` },
        };
      }
      case 'move': {
        const { verb, netuid, amount, position } = command;
        const start = {
          kind: verb,
          coldkey: position?.coldkey ?? portfolio.chosen.value,
          hotkey: position?.hotkey ?? null,
          netuid,
          ...(amount !== null && { amountText: amount }),
        };
        const move = moveWords(verb, names.title(netuid));
        return {
          mark: <Icon name={moveIcons[verb]} small />,
          title:
            amount === null
              ? move
              : t('paletteAmount', {
                  move,
                  amount: typedText({ verb, netuid, amount }, names.symbol),
                }),
          aside: null,
          typed: typedFor(known, { verb, netuid, amount }),
          act: t('paletteReview'),
          group: 'paletteRecent',
          leads: { route: { name: 'ticket', start } },
        };
      }
    }
  };
}
