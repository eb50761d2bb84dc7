// What finality and seals cost: processor time of a justification by the browser's own code and by the library, and of
// seals; bytes of each.
import process from 'node:process';
import { parseHeader } from '../../../src/chain/rpc/block-header.ts';
import { toHex } from '../../../src/chain/scale/hex.ts';
import { verifyByBoth, verifyByLibrary, type VerifyEd25519 } from '../../../src/proof/ed25519.ts';
import { standingOn } from '../../../src/proof/follow-authors.ts';
import { parseJustification, verifyJustification } from '../../../src/proof/justification.ts';
import { verifySeal } from '../../../src/proof/seal.ts';
import {
  authorOf,
  hash32,
  hashOf,
  justificationBytes,
  sealed,
  unsigned,
  voteFor,
  voterOf,
} from '../../oracle/grandpa-oracle.ts';

const ROUNDS = 20;
const VOTERS = 20;
const VOTES = 14;

async function report(name: string, work: () => unknown): Promise<void> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / 1000);
  }
  const [first = 0] = rounds;
  const median = rounds.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0;
  console.log(
    `${name}: ${median.toFixed(2)} ms of processor (the first time ${first.toFixed(2)} ms)`,
  );
}

export async function benchFinality(): Promise<void> {
  const voters = Array.from({ length: VOTERS }, (_unused, i) => voterOf(i));
  const block = { hash: hash32(unsigned(1, 8)), number: 9_000_000 };
  const votes = voters.slice(0, VOTES).map((voter) => voteFor(voter, block, 7n, 6n));
  const bytes = justificationBytes({ round: 7n, ...block, votes, ancestry: [] });
  const set = { id: 6n, authorities: voters.map(({ key }) => ({ key: toHex(key), weight: 1n })) };
  const verify = (by: VerifyEd25519) => verifyJustification(parseJustification(bytes), set, by);
  console.log(`a justification of ${VOTES} votes of ${VOTERS}: ${bytes.length} bytes`);
  await report('  by the browser’s own code', () => verify(verifyByBoth));
  await report('  by the library', () => verify(verifyByLibrary));

  const authors = Array.from({ length: VOTERS }, (_unused, i) => authorOf(i));
  let parentHash = hash32(unsigned(2, 8));
  const headers = authors.map((author, i) => {
    const root = hash32(unsigned(i, 8));
    const bare = { parentHash, number: 9_000_000 + i, stateRoot: root, extrinsicsRoot: root };
    const header = sealed(bare, BigInt(20_000_000 + i), author);
    parentHash = hashOf(header);
    const { logs, number, ...hashes } = header;
    return parseHeader({
      ...Object.fromEntries(Object.entries(hashes).map(([name, hash]) => [name, toHex(hash)])),
      number: `0x${number.toString(16)}`,
      digest: { logs: logs.map(toHex) },
    });
  });
  const keys = authors.map(({ key }) => toHex(key));
  const [header] = headers;
  if (!header) return;
  await report('one seal', () => verifySeal(header, keys));
  await report(`${VOTERS} seals`, () => headers.map((each) => verifySeal(each, keys)));
  await report('a base under fourteen seals', () => standingOn(headers.toReversed(), keys));
}
