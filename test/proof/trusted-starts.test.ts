// Where proofs start: what is shipped for finney is what the network's own chain spec says, and what a person pastes is
// read strictly.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toHex } from '../../src/chain/scale/hex.ts';
import { NETWORKS } from '../../src/model/built-in-networks.ts';
import { formatStart, isOldStart } from '../../src/model/trusted-start.ts';
import { parseTrustedStart, shippedStart } from '../../src/proof/trusted-starts.ts';
import {
  changeItem,
  headerBytes,
  sealed,
  authorOf,
  unsigned,
  hash32,
  votersBytes,
} from '../oracle/grandpa-oracle.ts';
import { membersOf } from './proof-node.ts';

const [finney, testNetwork] = NETWORKS.map(({ genesisHash }) => genesisHash ?? '0x');
const FINNEY = finney ?? '0x';
const TEST = testNetwork ?? '0x';

const published: { checkpoint: Record<string, string> } = JSON.parse(
  readFileSync('test/vectors/published-finality.json', 'utf8'),
);

test('the start of finney is the checkpoint of its own chain spec: set 6, as block 8,867,448 names it', () => {
  const { start } = parseTrustedStart(JSON.stringify(published.checkpoint), FINNEY) as {
    start: unknown;
  };
  assert.deepEqual(start, shippedStart(FINNEY));
  assert.equal(shippedStart(FINNEY)?.set.authorities.length, 20);
  assert.equal(shippedStart(FINNEY)?.madeAt, Date.UTC(2026, 7, 17, 22, 35, 36));
  assert.equal(shippedStart(TEST), null);
});

test('a node’s answer and a chain spec hold the same checkpoint; that of another network is refused', () => {
  const whole = { genesisHash: FINNEY, grandpaWarpSyncCheckpoint: published.checkpoint };
  const answer = JSON.stringify({ chainSpecId: 'bittensor', ...whole });
  assert.deepEqual(parseTrustedStart(answer, FINNEY), { start: shippedStart(FINNEY) });
  assert.deepEqual(parseTrustedStart(answer, TEST), { problem: 'network' });
});

test('a start as we write it comes back; keys may be addresses', () => {
  const start = shippedStart(FINNEY);
  assert.ok(start);
  const text = formatStart(start, FINNEY);
  assert.deepEqual(parseTrustedStart(text, FINNEY), { start });
  assert.deepEqual(parseTrustedStart(text, TEST), { problem: 'network' });
  const { block, madeAt } = start;
  const authorities = ['5GRcfchgXZjkCfqgNvfjicjJw3vVGF4Ahqon2w8RfjXwyzy4'];
  const short = parseTrustedStart(JSON.stringify({ setId: 6, authorities, block, madeAt }), TEST);
  assert.ok('start' in short);
  assert.equal(short.start.set.authorities[0]?.weight, 1n);
});

test('a start asks for an update after half a year', () => {
  const start = shippedStart(FINNEY);
  assert.ok(start);
  const days = (count: number) => start.madeAt + count * 86_400_000;
  assert.equal(isOldStart(start, days(183) - 1), false);
  assert.equal(isOldStart(start, days(183)), true);
  assert.equal(isOldStart(start, days(-1)), true);
});

test('what is no start is refused', () => {
  const start = shippedStart(FINNEY);
  assert.ok(start);
  const own = JSON.parse(formatStart(start, FINNEY)) as Record<string, unknown>;
  const [first] = own['authorities'] as unknown[];
  const key = `0x${'11'.repeat(32)}`;
  const changes: Record<string, unknown>[] = [
    { setId: -1 },
    { setId: 1.5 },
    { setId: '18446744073709551616' },
    { setId: 'six' },
    { authorities: [] },
    { authorities: [first, first] },
    { authorities: [7] },
    { authorities: ['5Nowhere'] },
    { authorities: [`${key}11`] },
    { authorities: [{ key, weight: 0 }] },
    { authorities: [{ key }] },
    { authorities: Array.from({ length: 257 }, (_unused, i) => toHex(hash32(unsigned(i, 8)))) },
    { block: null },
    { block: { hash: '0x11', number: 7 } },
    { block: { hash: key, number: 2 ** 32 } },
    { madeAt: null },
    { madeAt: 8_640_000_000_000_001 },
  ];
  for (const change of changes) {
    const text = JSON.stringify({ ...own, ...change });
    assert.deepEqual(parseTrustedStart(text, FINNEY), { problem: 'form' }, text.slice(0, 200));
  }
  for (const text of ['', 'null', '[]', '7', '{}', '{"setId":6}', ' '.repeat(200_001)]) {
    assert.deepEqual(parseTrustedStart(text, FINNEY), { problem: 'form' });
  }
});

test('a checkpoint is refused where a byte is missing or too many, or where its block changes nothing', () => {
  const { checkpoint } = published;
  const header = checkpoint['finalizedBlockHeader'] ?? '';
  const voters = checkpoint['grandpaAuthoritySet'] ?? '';
  const next = membersOf(4).map(({ key }) => ({ key, weight: 1n }));
  const block = (logs: readonly Uint8Array[], slot = 7n) =>
    toHex(
      headerBytes(
        sealed(
          {
            parentHash: hash32(unsigned(1, 8)),
            number: 9,
            stateRoot: hash32(unsigned(2, 8)),
            extrinsicsRoot: hash32(unsigned(3, 8)),
          },
          slot,
          authorOf(1),
          logs,
        ),
      ),
    );
  const last = toHex(Uint8Array.from([...unsigned(2n ** 64n - 1n, 8), ...votersBytes(next)]));
  const pairs: [string, string][] = [
    [`${header}00`, voters],
    [header.slice(0, -2), voters],
    [header, `${voters}00`],
    [header, voters.slice(0, -2)],
    [header, '0x'],
    [block([]), voters],
    [block([changeItem(next, 5)]), voters],
    [block([changeItem(next, 0, 3)]), voters],
    [block([changeItem(next), changeItem(next)]), voters],
    [block([changeItem(next)]), last],
    [block([changeItem(next)], 720_000_000_001n), voters],
  ];
  for (const [finalizedBlockHeader, grandpaAuthoritySet] of pairs) {
    const text = JSON.stringify({ finalizedBlockHeader, grandpaAuthoritySet });
    assert.deepEqual(parseTrustedStart(text, FINNEY), { problem: 'form' }, text.slice(0, 120));
  }
  const latest = block([changeItem(next)], 720_000_000_000n);
  const atLast = JSON.stringify({ finalizedBlockHeader: latest, grandpaAuthoritySet: voters });
  assert.ok('start' in parseTrustedStart(atLast, FINNEY));
  const good = { finalizedBlockHeader: block([changeItem(next)]), grandpaAuthoritySet: voters };
  assert.ok('start' in parseTrustedStart(JSON.stringify(good), FINNEY));
});
