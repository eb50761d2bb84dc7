// The first question to a node that limits requests: whose chain it is of, its newest block, and storage that is wanted
// there, all of one state. It names no block, and the answer tells which one it is of.
import { AppError } from '../../errors.ts';
import type { BlockRef } from '../../model/facts.ts';
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
const MOST_LOGS = 100;

export type Opening = {
  genesisHash: Hex;
  head: BlockRef;
  /** The block set another code than made it, or it is not known. */
  hasNewCode: boolean;
  values: ReadonlyMap<Hex, Hex | null>;
};

/** Kinds of digest items (sp_runtime `DigestItem`): with a name of four bytes and a text, with a text, with nothing. */
const [OTHER, CONSENSUS, SEAL, PRE_RUNTIME, NEW_CODE] = [0, 4, 5, 6, 8];

function skipText(reader: ScaleReader): void {
  reader.skip(Number(reader.compact()));
}

function setsCode(digest: Hex): boolean {
  const reader = new ScaleReader(fromHex(digest));
  const count = Number(reader.compact());
  if (count > MOST_LOGS) throw malformed('digest');
  for (let i = 0; i < count; i += 1) {
    const kind = reader.u8();
    // What another kind says is not known.
    if (kind === NEW_CODE || ![OTHER, CONSENSUS, SEAL, PRE_RUNTIME].includes(kind)) return true;
    if (kind !== OTHER) reader.skip(4);
    skipText(reader);
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
  const sets: unknown[] = Array.isArray(answer) ? answer : [];
  const [set] = sets;
  if (sets.length !== 1 || typeof set !== 'object' || set === null) throw malformed('first answer');
  const hash = parseHex(Reflect.get(set, 'block'), 'block hash', 32);
  const values = parseValues(answer, keys);
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
