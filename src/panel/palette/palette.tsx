// The command palette: a field, and what it may mean. Arrows choose, Enter does it.
import { useId, useState } from 'preact/hooks';
import { ROOT_NETUID, toNetuid } from '../../units.ts';
import type { Route } from '../core/router.ts';
import { keyPart, t, type PlainSentence } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { parseCommand, verbs, type Command, type Known, type Verb } from './parse-command.ts';

const screens: readonly (readonly [title: PlainSentence, route: Route])[] = [
  ['subnetsTitle', { name: 'subnets' }],
  ['performanceTitle', { name: 'performance' }],
  ['activityTitle', { name: 'activity' }],
  ['accountsTitle', { name: 'accounts' }],
  ['settingsTitle', { name: 'settings' }],
  ['alertsTitle', { name: 'alerts' }],
  ['whoDecidesTitle', { name: 'who-decides' }],
  ['connectTitle', { name: 'connect' }],
  ['watchTitle', { name: 'watch' }],
];

function wordsOf(verb: Verb): readonly string[] {
  return t(`paletteWords_${keyPart(verb)}`)
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

/** What can be named: everything that the panel knows of without asking anybody. */
function useKnown(): Known {
  const { store, names, portfolio } = usePanel();
  const netuids = [...new Set([ROOT_NETUID, ...names.byNetuid.value.keys()])];
  const positions = portfolio.value.value?.subnets.flatMap((subnet) => subnet.positions) ?? [];
  const [stake, unstake, all, validator, subnet, transfer] = verbs.map(wordsOf);
  return {
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

type Shown = { icon: IconName; title: string; route: Route };

const verbTitles: Readonly<Record<Verb, PlainSentence>> = {
  stake: 'kindStake',
  unstake: 'kindUnstake',
  'unstake-all': 'kindUnstakeAll',
  'change-validator': 'kindChangeValidator',
  'change-subnet': 'kindChangeSubnet',
  transfer: 'kindTransfer',
};

function useShown(): (command: Command) => Shown {
  const { names, portfolio } = usePanel();
  return (command) => {
    switch (command.kind) {
      case 'screen': {
        const [title, route] = screens[command.index] ??
          screens[0] ?? ['subnetsTitle', { name: 'subnets' }];
        return { icon: 'caret', title: t(title), route };
      }
      case 'subnet':
        return {
          icon: 'chart',
          title: names.title(command.netuid),
          route: { name: 'subnet', netuid: command.netuid },
        };
      case 'account':
        return {
          icon: 'wallet',
          title: names.coldkey(command.coldkey),
          route: { name: 'account', coldkey: command.coldkey },
        };
      case 'move': {
        const { verb, netuid, amount, position } = command;
        const start = {
          kind: verb,
          coldkey: position?.coldkey ?? portfolio.chosen.value,
          hotkey: position?.hotkey ?? null,
          netuid,
          ...(amount !== null && { amountText: amount }),
        };
        const title = t('paletteMove', { move: t(verbTitles[verb]), subnet: names.title(netuid) });
        return {
          icon: 'swap',
          title: amount === null ? title : t('paletteAmount', { amount, move: title }),
          route: { name: 'ticket', start },
        };
      }
    }
  };
}

export function Palette({ onClose }: { onClose: () => void }) {
  const { router } = usePanel();
  const known = useKnown();
  const shownOf = useShown();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const commands = parseCommand(text, known);
  const chosen = Math.min(at, commands.length - 1);
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    router.go(shownOf(command).route);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') run(commands[chosen]);
    else if (step === 0 || commands.length === 0) return;
    else setAt((chosen + step + commands.length) % commands.length);
    event.preventDefault();
    // Search fields elsewhere lead into their lists by the same keys.
    event.stopPropagation();
  };
  return (
    <Sheet title={t('paletteTitle')} onClose={onClose}>
      <div class="padded stack-s">
        <div class="input input-search">
          <Icon name="search" small />
          <input
            type="search"
            role="combobox"
            list={undefined}
            aria-label={t('paletteSearch')}
            placeholder={t('paletteSearch')}
            aria-expanded={commands.length > 0}
            aria-controls={id}
            aria-activedescendant={commands.length > 0 ? `${id}-${chosen}` : undefined}
            value={text}
            spellcheck={false}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {commands.length === 0 && <p class="small soft">{t('nothingFound')}</p>}
        <div role="listbox" id={id} aria-label={t('paletteTitle')}>
          {commands.map((command, index) => {
            const { icon, title } = shownOf(command);
            return (
              <button
                key={index}
                type="button"
                role="option"
                id={`${id}-${index}`}
                class="palette-option"
                tabIndex={-1}
                aria-selected={index === chosen}
                onPointerMove={() => setAt(index)}
                onClick={() => run(command)}
              >
                <Icon name={icon} small />
                <bdi class="one-line grow">{title}</bdi>
                <span class="small quiet">
                  {t(command.kind === 'move' ? 'paletteTicket' : 'paletteOpen')}
                </span>
              </button>
            );
          })}
        </div>
      </div>
    </Sheet>
  );
}
