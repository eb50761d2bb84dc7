// The first question to a node that limits requests: whose chain it is of, its newest block, and storage that is wanted
// there, all of one state. It names no block, and the answer tells which one it is of.
import { AppError } from '../../errors.ts';
import type { BlockRef } from '../../model/facts.ts';
import { isObject } from '../../parse.ts';
import type { Hex } from '../../units.ts';
import type { SocketAsk } from '../rpc/node-link.ts';
import { fromHex, parseHex } from '../scale/hex.ts';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';
import { parseValues } from './state-reader.ts';

/** `System.BlockHash` of block 0, in every runtime. It outlives its neighbours: a signature names it (polkadot-sdk substrate/frame/system/src/lib.rs, `finalize`). */
const GENESIS_KEY: Hex =
  '0x26aa394eea5630e07c48ae0c9558cef7a44704b568d21667356a5a050c118746b4def25cfda6ef3a00000000';
/** `System.Number`, and `System.Digest`, which is the header's without the seal: both stand until the next block begins. */
const NUMBER_KEY: Hex = '0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac';
const DIGEST_KEY: Hex = '0x26aa394eea5630e07c48ae0c9558cef799e7f93fc6a98f0874fd057f111c4d2d';

export const OPENING_KEYS = [GENESIS_KEY, NUMBER_KEY, DIGEST_KEY] as const;

/** More takes longer on a slow line than two questions. */
const MOST_KEYS = 2_000;

export type Opening = {
  genesisHash: Hex;
  head: BlockRef;
  /** The block set another code than made it, or it is not known. */
  hasNewCode: boolean;
  values: ReadonlyMap<Hex, Hex | null>;
};

/** By a digest's items (sp_runtime `DigestItem`): 0 is a text, 4 to 6 a name of four bytes and a text, 8 the mark of a new code. */
function setsCode(digest: Hex): boolean {
  const reader = new ScaleReader(fromHex(digest));
  for (let left = Number(reader.compact()); left > 0; left -= 1) {
    const kind = reader.u8();
    // What another kind says is not known.
    if (kind !== 0 && (kind < 4 || kind > 6)) return true;
    if (kind !== 0) reader.skip(4);
    reader.skip(Number(reader.compact()));
  }
  return false;
}

/**
 * null: the node does not answer such a question, or its state lacks what is asked. Throws NODE_MALFORMED and whatever ends
 * the connection.
 */
export async function askOpening(ask: SocketAsk, wanted: readonly Hex[]): Promise<Opening | null> {
  const keys = [...new Set([...OPENING_KEYS, ...wanted])];
  if (keys.length > MOST_KEYS) return null;
  let answer: unknown;
  try {
    answer = await ask('state_queryStorageAt', [keys]);
  } catch (error) {
    if (error instanceof AppError && error.code === 'NODE_REFUSED') return null;
    throw error;
  }
  const values = parseValues(answer, keys);
  const sets: unknown[] = Array.isArray(answer) ? answer : [];
  const [set] = sets;
  // Of two blocks it would be of none.
  if (sets.length > 1 || !isObject(set)) throw malformed('storage values');
  const hash = parseHex(set['block'], 'block hash', 32);
  const [genesisHash, number, digest] = OPENING_KEYS.map((key) => values.get(key) ?? null);
  if (!genesisHash || !number) return null;
  return {
    genesisHash,
    head: {
      hash,
      number: new ScaleReader(fromHex(parseHex(number, 'block number', 4))).small(32, false),
    },
    hasNewCode: !digest || setsCode(digest),
    values,
  };
}
