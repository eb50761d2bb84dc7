// What the command palette makes of what is typed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  parseCommand,
  type Command,
  type Known,
  type Verb,
} from '../../../src/panel/palette/parse-command.ts';
import { typedText } from '../../../src/panel/palette/shown-command.tsx';
import { toNetuid } from '../../../src/units.ts';
import { positionOf } from '../../tools/pictures/chain.ts';
import { ledgerMain, savings } from '../../tools/pictures/stored.ts';

const held = (coldkey: typeof ledgerMain, netuid: number) => positionOf(coldkey, netuid, 1, 0);
const known: Known = {
  screens: ['Activity', 'Settings', 'Subnets', 'Accounts'],
  subnets: [
    { netuid: toNetuid(0), name: 'Root' },
    { netuid: toNetuid(1), name: 'Apex' },
    { netuid: toNetuid(5), name: 'Open Kaito' },
    { netuid: toNetuid(12), name: 'Compute Horde' },
    { netuid: toNetuid(64), name: 'Chutes' },
    { netuid: toNetuid(77), name: 'Parachutes' },
  ],
  accounts: [
    { coldkey: ledgerMain, name: 'Ledger main' },
    { coldkey: savings, name: 'Savings' },
  ],
  positions: [held(ledgerMain, 12), held(ledgerMain, 64), held(savings, 64)],
  recent: [],
  words: {
    stake: ['stake', 'buy'],
    unstake: ['unstake', 'sell'],
    'unstake-all': ['unstake all', 'exit', 'close'],
    'change-validator': ['move'],
    'change-subnet': ['swap'],
    transfer: ['transfer', 'send'],
  },
};

/** In short: `stake 5 64`, `open 64`. */
function said(command: Command | undefined): string {
  switch (command?.kind) {
    case 'screen':
      return known.screens[command.index] ?? '';
    case 'subnet':
      return `SN${command.netuid}`;
    case 'account':
      return known.accounts.find(({ coldkey }) => coldkey === command.coldkey)?.name ?? '';
    case 'begin':
      return `${command.verb} …`;
    case 'move':
      return [command.verb, command.amount, command.netuid]
        .filter((part) => part !== null)
        .join(' ');
    case undefined:
      return '';
  }
}
const first = (text: string): string => said(parseCommand(text, known)[0]);
const all = (text: string): string[] => parseCommand(text, known).map(said);

test('a verb, an amount and a subnet by number or name are a move', () => {
  assert.equal(first('stake 5 64'), 'stake 5 64');
  assert.equal(first('  Stake  0.5   SN64 '), 'stake 0.5 64');
  assert.equal(first('buy 5 chutes'), 'stake 5 64');
  assert.equal(first('stake 5 compute horde'), 'stake 5 12');
  assert.equal(first('unstake 10 12'), 'unstake 10 12');
  assert.equal(first('exit 12'), 'unstake-all 12');
  assert.equal(first('exit 3 12'), 'unstake-all 12', 'all of it, whatever amount');
  assert.equal(first('swap chutes'), 'change-subnet 64');
});

test('unstake all is typed as it is called, and an amount never becomes all of it', () => {
  assert.equal(first('unstake all 12'), 'unstake-all 12');
  assert.equal(first('unstake all chutes'), 'unstake-all 64');
  assert.deepEqual(all('unstake all').slice(0, 2), ['unstake-all 12', 'unstake-all 64']);
  assert.deepEqual(all('unstake 64').slice(0, 2), ['unstake 64', 'unstake-all 64']);
  assert.ok(!all('unstake 5 64').includes('unstake-all 64'));
});

test('an amount is shown in the unit that the ticket takes it in', () => {
  const shown = (verb: Verb, netuid: number, amount: string) =>
    typedText({ verb, netuid: toNetuid(netuid), amount }, () => 'ρ').replace(
      /[\u2066-\u2069]/g,
      '',
    );
  assert.equal(shown('stake', 64, '5'), 'τ\u202f5');
  assert.equal(shown('unstake', 64, '5'), 'ρ\u202f5');
  assert.equal(shown('unstake', 0, '0.000000001'), 'τ\u202f0.000000001');
  assert.equal(shown('transfer', 64, '1.50'), 'ρ\u202f1.5');
  assert.equal(shown('stake', 64, '1,234'), '1,234', 'two readings: the ticket asks');
});

test('a number alone after a verb is the subnet, never an amount for some other one', () => {
  assert.equal(first('stake 64'), 'stake 64');
  assert.deepEqual(all('stake 5000'), []);
});

test('a move from a subnet starts at the only position there, and is not offered without one', () => {
  const [command] = parseCommand('exit 12', known);
  assert.ok(command?.kind === 'move' && command.position?.coldkey === ledgerMain);
  const [several] = parseCommand('exit 64', known);
  assert.ok(several?.kind === 'move' && several.position === null);
  assert.deepEqual(
    all('exit 1').filter((one) => one.startsWith('unstake')),
    [],
  );
});

test('names are found, exact before beginning before middle, held before others', () => {
  assert.deepEqual(all('chutes').slice(0, 2), ['SN64', 'SN77']);
  assert.ok(all('chutes').includes('stake 64'));
  assert.equal(first('64'), 'SN64');
  assert.equal(first('sett'), 'Settings');
  assert.equal(first('activity'), 'Activity');
  assert.equal(first('savings'), 'Savings');
  assert.deepEqual(all('zzz'), []);
});

test('nothing typed offers what is held, how a move begins, and every screen', () => {
  const moves = ['stake …', 'unstake …', 'unstake-all …'];
  assert.deepEqual(all(' '), ['SN12', 'SN64', ...moves, ...known.screens]);
  const nothing = parseCommand('', { ...known, positions: [] });
  assert.deepEqual(nothing.map(said), ['stake …', ...known.screens]);
  const many = [1, 5, 12, 64].map((netuid) => held(ledgerMain, netuid));
  const largest = parseCommand('', { ...known, positions: many }).slice(0, 4);
  assert.deepEqual(largest.map(said), ['SN1', 'SN5', 'SN12', 'stake …']);
});

test('nothing typed offers first what was ordered last, each once, and only what can be ordered again', () => {
  const order = (verb: Verb, netuid: number) => ({ verb, netuid: toNetuid(netuid) });
  const offered = (recent: Known['recent']) =>
    parseCommand('', { ...known, recent })
      .map(said)
      .slice(0, 3);
  assert.deepEqual(offered([order('stake', 5), order('stake', 5), order('unstake', 64)]), [
    'stake 5',
    'unstake 64',
    'SN12',
  ]);
  assert.deepEqual(offered([order('unstake', 1)]), ['SN12', 'SN64', 'stake …']);
  assert.deepEqual(offered([12, 64, 5].map((netuid) => order('stake', netuid))), [
    'stake 12',
    'stake 64',
    'SN12',
  ]);
});

test('a verb alone offers what is held', () => {
  assert.deepEqual(all('exit').slice(0, 2), ['unstake-all 12', 'unstake-all 64']);
});

test('whatever is typed: a few commands, all about what is known', () => {
  const netuids = new Set<number>(known.subnets.map(({ netuid }) => netuid));
  const word = fc.constantFrom(
    'stake',
    'exit',
    'st',
    '5',
    '64',
    'sn12',
    'chutes',
    '1e9',
    '-1',
    'a',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join(' ')),
      ),
      (text) => {
        const commands = parseCommand(text, known);
        assert.ok(commands.length <= 8 || text.trim() === '');
        for (const command of commands) {
          if (command.kind === 'move') {
            assert.ok(netuids.has(command.netuid));
            assert.ok(command.amount === null || /^[\d.,]+$/.test(command.amount));
          }
        }
      },
    ),
  );
});
