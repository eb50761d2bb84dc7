// What following finality asks of a node, and what that cost. Only votes and proofs make any of it true.
import { VOTERS_ID_KEY, VOTERS_KEY } from '../chain/reads/past-keys.ts';
import type { Header } from '../chain/rpc/block-header.ts';
import { fromHex, parseHex } from '../chain/scale/hex.ts';
import { malformed, ScaleReader } from '../chain/scale/scale-reader.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { isObject } from '../parse.ts';
import type { Hex } from '../units.ts';
import { isSameList, readAuthorities, type Authority, type AuthoritySet } from './authority-set.ts';
import { readJustifiedBlock, type JustifiedBlock } from './justified-block.ts';
import { ifKnown, ifServed, lengthOf, notServed, strictly } from './proof-failure.ts';
import { askReadProof, verifyReadProof } from './read-proof.ts';

export class FinalityNode {
  readonly #ask: RpcCall;
  readonly #signal: AbortSignal | undefined;
  bytes = 0;

  constructor(ask: RpcCall, signal: AbortSignal | undefined) {
    this.#ask = ask;
    this.#signal = signal;
  }

  async #answer(method: string, params: readonly unknown[]): Promise<unknown> {
    const answer = await this.#ask(method, params, this.#signal);
    this.bytes += lengthOf(answer);
    return answer;
  }

  async hashAt(number: number): Promise<Hex> {
    const hash = await this.#answer('chain_getBlockHash', [number]);
    if (hash === null) throw notServed('a block');
    return strictly('a block hash', () => parseHex(hash, 'block hash', 32));
  }

  async blockAt(number: number): Promise<JustifiedBlock> {
    const hash = await this.hashAt(number);
    return readJustifiedBlock(await this.#answer('chain_getBlock', [hash]), { hash, number });
  }

  /** The node's word on whether others vote after that block. */
  async saysChanged({ authorities, id }: AuthoritySet, number: number): Promise<boolean> {
    const keys = [VOTERS_KEY, VOTERS_ID_KEY];
    const hash = await this.hashAt(number);
    const asked = this.#answer('state_queryStorageAt', [keys, hash]);
    const values = valuesOf(await ifServed('earlier voters', asked));
    const listed = values.get(VOTERS_KEY) ?? null;
    const count = values.get(VOTERS_ID_KEY) ?? null;
    if (listed === null || count === null) throw notServed('earlier voters');
    return strictly('the voters', () => {
      const isOther = !isSameList(decodeVoters(listed), authorities);
      return isOther || new ScaleReader(fromHex(count)).u64() > id;
    });
  }

  /** Who votes after a block whose header is proven: by its digest, and by its state too. */
  async requireInState(header: Header, next: readonly Authority[]): Promise<void> {
    const asked = await askReadProof(this.#ask, header.hash, [VOTERS_KEY], this.#signal);
    this.bytes += asked.bytes;
    const value = verifyReadProof(header.stateRoot, asked.nodes, [VOTERS_KEY]).get(VOTERS_KEY);
    const inState = ifKnown('the voters', () => decodeVoters(value ?? '0x'));
    // Both are the chain's own words by now.
    if (!isSameList(inState, next)) throw notServed('voters that the state does not have');
  }
}

function decodeVoters(value: Hex): readonly Authority[] {
  const reader = new ScaleReader(fromHex(value));
  const authorities = readAuthorities(reader);
  reader.end();
  return authorities;
}

/** Throws PROOF_INVALID. */
function valuesOf(answer: unknown): Map<unknown, Hex> {
  return strictly('the voters', () => {
    const first: unknown = Array.isArray(answer) ? answer[0] : null;
    const changes = isObject(first) ? first['changes'] : null;
    if (!Array.isArray(changes) || changes.length > 2) throw malformed('storage');
    const pairs = changes.flatMap((pair: unknown): [unknown, Hex][] => {
      if (!Array.isArray(pair) || pair[1] === null) return [];
      return [[pair[0], parseHex(pair[1], 'storage')]];
    });
    return new Map(pairs);
  });
}
