// What a header's digest says: the slot and the seal of its author, and changes of who votes and who makes blocks.
// As in polkadot-sdk: substrate/primitives/runtime/src/generic/digest.rs (items, with their indices) and
// substrate/primitives/consensus/aura/src/lib.rs (logs of the engine).
import type { Header } from '../chain/rpc/block-header.ts';
import { blake2b256 } from '../chain/scale/blake2b.ts';
import { fromHex, toHex } from '../chain/scale/hex.ts';
import { malformed, ScaleReader } from '../chain/scale/scale-reader.ts';
import type { Hex } from '../units.ts';
import { invalid, strictly } from './proof-failure.ts';

type Engine = 'aura' | 'grandpa' | 'other';

type DigestItem =
  | { kind: 'preRuntime' | 'consensus' | 'seal'; engine: Engine; data: Uint8Array }
  | { kind: 'other' };

const MOST_ITEMS = 100;
const ENGINES: ReadonlyMap<string, Engine> = new Map([
  ['aura', 'aura'],
  ['FRNK', 'grandpa'],
]);

const OTHER = 0;
const CONSENSUS = 4;
const SEAL = 5;
const PRE_RUNTIME = 6;
const ENVIRONMENT_UPDATED = 8;
const BY_ENGINE: ReadonlyMap<number, 'preRuntime' | 'consensus' | 'seal'> = new Map([
  [CONSENSUS, 'consensus'],
  [SEAL, 'seal'],
  [PRE_RUNTIME, 'preRuntime'],
]);

/** Throws NODE_MALFORMED. */
function readItem(reader: ScaleReader): DigestItem {
  const index = reader.u8();
  if (index === ENVIRONMENT_UPDATED) return { kind: 'other' };
  if (index === OTHER) {
    reader.take(reader.length(1));
    return { kind: 'other' };
  }
  const kind = BY_ENGINE.get(index);
  if (kind === undefined) throw malformed('digest');
  const engine = ENGINES.get(String.fromCharCode(...reader.take(4))) ?? 'other';
  return { kind, engine, data: reader.take(reader.length(1)) };
}

/** The items of a header. Throws PROOF_INVALID. */
export function digestOf({ logs }: Pick<Header, 'logs'>): readonly DigestItem[] {
  return strictly('a digest', () =>
    logs.map((log) => {
      const reader = new ScaleReader(fromHex(log));
      const item = readItem(reader);
      reader.end();
      return item;
    }),
  );
}

/** A header as votes carry it. Throws NODE_MALFORMED. */
export function readHeader(reader: ScaleReader): Header {
  const start = reader.at;
  const parentHash = toHex(reader.take(32));
  const number = reader.compact();
  if (typeof number === 'bigint' && number > 0xffff_ffffn) throw malformed('block number');
  const stateRoot = toHex(reader.take(32));
  const extrinsicsRoot = toHex(reader.take(32));
  const count = reader.length(1);
  if (count > MOST_ITEMS) throw malformed('digest');
  const logs: Hex[] = [];
  while (logs.length < count) {
    const from = reader.at;
    readItem(reader);
    logs.push(toHex(reader.bytes.subarray(from, reader.at)));
  }
  // Every part has one form alone, so the bytes read are those that the hash is made of.
  const hash = toHex(blake2b256(reader.bytes.subarray(start, reader.at)));
  return { parentHash, number: Number(number), stateRoot, extrinsicsRoot, logs, hash };
}

const AUTHORS_CHANGE = 1;

/** Whether who makes the blocks changes after this one. Throws PROOF_INVALID. */
export function changesAuthors(header: Pick<Header, 'logs'>): boolean {
  return digestOf(header).some(
    (item) =>
      item.kind === 'consensus' && item.engine === 'aura' && item.data[0] === AUTHORS_CHANGE,
  );
}

/** The one item of that engine and kind; null: none. Throws PROOF_INVALID for two. */
export function theOnly(
  items: readonly DigestItem[],
  kind: 'preRuntime' | 'seal',
  engine: Engine,
): Uint8Array | null {
  const found = items.flatMap((item) =>
    item.kind === kind && item.engine === engine ? [item.data] : [],
  );
  if (found.length > 1) throw invalid('a digest');
  return found[0] ?? null;
}
