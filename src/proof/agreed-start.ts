// Voters that two nodes of different operators name alike for one final block: a weaker start, where none is shipped.
import { VOTERS_ID_KEY, VOTERS_KEY } from '../chain/reads/past-keys.ts';
import { fromHex } from '../chain/scale/hex.ts';
import { ScaleReader } from '../chain/scale/scale-reader.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { storageAt } from '../chain/runtime/state-reader.ts';
import { AppError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Hex } from '../units.ts';
import { readAuthorities, type AuthoritySet } from './authority-set.ts';
import { notServed, strictly } from './proof-failure.ts';

function read<T>(value: Hex, decode: (reader: ScaleReader) => T): T {
  return strictly('the voters', () => {
    const reader = new ScaleReader(fromHex(value));
    const decoded = decode(reader);
    reader.end();
    return decoded;
  });
}

/** Throws NODES_DISAGREE, PROOF_NOT_SERVED where the chain has no such voters. */
export async function agreedStart(
  first: RpcCall,
  second: RpcCall,
  block: BlockRef,
): Promise<AuthoritySet> {
  const keys = [VOTERS_KEY, VOTERS_ID_KEY];
  const query = { keys, read: (valueAt: (key: Hex) => Hex | null) => keys.map(valueAt) };
  const [ours, theirs] = await Promise.all(
    [first, second].map((ask) => storageAt(ask, block.hash, query, undefined)),
  );
  if (ours?.join() !== theirs?.join()) throw new AppError('NODES_DISAGREE', { what: 'voters' });
  const [listed = null, id = null] = ours ?? [];
  if (listed === null || id === null) throw notServed('voters');
  return { id: read(id, (reader) => reader.u64()), authorities: read(listed, readAuthorities) };
}
