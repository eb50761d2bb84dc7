// What proofs of state cost: bytes of the nodes, and processor time to verify them, in a trie of 100,000 entries.
import process from 'node:process';
import { blake2b256 } from '../../../src/chain/scale/blake2b.ts';
import { concatBytes, toHex } from '../../../src/chain/scale/hex.ts';
import { verifyReadProof } from '../../../src/proof/read-proof.ts';
import { buildTrie } from '../../oracle/trie-oracle.ts';
import { benchProofHome } from './proof-home.ts';

const ENTRIES = 100_000;
const ROUNDS = 30;

const numbered = (text: string, number: number): Uint8Array =>
  blake2b256(new TextEncoder().encode(`${text} ${number}`));

/** As the chain's keys are: hashed names, then an argument behind its hash. 64 bytes by two accounts, the usual value. */
function entry(at: number): [Uint8Array, Uint8Array] {
  const item = at % 20;
  const prefix = concatBytes(numbered('pallet', item % 3).slice(0, 16), numbered('item', item));
  const account = numbered('account', at);
  return [
    concatBytes(prefix.slice(0, 32), blake2b256(account).slice(0, 16), account),
    numbered('value', at).slice(0, item < 10 ? 8 : 32),
  ];
}

const milliseconds = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** The median of many, after the code is warm; and the first. */
function report(name: string, bytes: number, work: () => void): void {
  const first = milliseconds(work);
  const rounds = Array.from({ length: ROUNDS }, () => milliseconds(work)).toSorted((a, b) => a - b);
  const median = rounds[ROUNDS >> 1] ?? 0;
  console.log(
    `${name}: ${bytes} bytes, ${median.toFixed(2)} ms of processor (the first time ${first.toFixed(2)} ms)`,
  );
}

export async function benchProof(): Promise<void> {
  const entries = Array.from({ length: ENTRIES }, (_entry, at) => entry(at));
  const trie = buildTrie(entries, 1);
  const root = toHex(trie.root);
  for (const count of [1, 40, 400]) {
    const keys = entries
      .filter((_entry, at) => at % (ENTRIES / count) === 7)
      .map(([key]) => key)
      .slice(0, count);
    const nodes = trie.prove(keys);
    const bytes = nodes.reduce((sum, { length }) => sum + length, 0);
    const wanted = keys.map(toHex);
    report(`${keys.length} keys, ${nodes.length} nodes`, bytes, () =>
      verifyReadProof(root, nodes, wanted),
    );
    report('of that hashing', bytes, () => nodes.forEach(blake2b256));
  }
  await benchProofHome();
}
