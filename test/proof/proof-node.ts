// A small chain whose every header, state, vote and seal is made by the referees, and a node that answers for it: truly,
// or with one answer changed.
import { xxhashAsU8a } from '@polkadot/util-crypto';
import { parseHeader, type Header } from '../../src/chain/rpc/block-header.ts';
import type { RpcCall } from '../../src/chain/runtime/runtime-source.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { AppError } from '../../src/errors.ts';
import type { AuthoritySet } from '../../src/proof/authority-set.ts';
import type { FinalityState } from '../../src/proof/follow-finality.ts';
import {
  authorOf,
  changeItem,
  compact,
  hash32,
  hashOf,
  join,
  justificationBytes,
  needed,
  sealed,
  sealItem,
  slotItem,
  unsigned,
  voteFor,
  voterOf,
  votersBytes,
  type OracleHeader,
  type OracleSet,
  type OracleVoter,
} from '../oracle/grandpa-oracle.ts';
import { buildTrie, type OracleTrie } from '../oracle/trie-oracle.ts';

const name = (text: string): Uint8Array => xxhashAsU8a(text, 128);
export const storageKey = (pallet: string, item: string, ...rest: Uint8Array[]): string =>
  toHex(join(name(pallet), name(item), ...rest));
export const hashKey = (number: number): string =>
  storageKey('System', 'BlockHash', xxhashAsU8a(unsigned(number, 4), 64), unsigned(number, 4));
export const VOTERS = storageKey('Grandpa', 'Authorities');
export const VOTERS_ID = storageKey('Grandpa', 'CurrentSetId');
export const AUTHORS = storageKey('Aura', 'Authorities');

export type Entries = ReadonlyMap<string, Uint8Array>;
export type ProofBlock = {
  header: OracleHeader;
  hash: string;
  entries: Entries;
  trie: OracleTrie;
  justification: Uint8Array | null;
};

export const toJson = (header: OracleHeader): Record<string, unknown> => ({
  parentHash: toHex(header.parentHash),
  number: `0x${header.number.toString(16)}`,
  stateRoot: toHex(header.stateRoot),
  extrinsicsRoot: toHex(header.extrinsicsRoot),
  digest: { logs: header.logs.map(toHex) },
});

/** Changes an answer; the node's own answer where it gives it back. */
export type Lie = (method: string, params: readonly unknown[], answer: unknown) => unknown;

const authors = Array.from({ length: 6 }, (_unused, i) => authorOf(i));

export class ProofNode {
  readonly #byNumber = new Map<number, ProofBlock>();
  readonly #byHash = new Map<string, ProofBlock>();
  readonly asked: string[] = [];
  lie: Lie = (_method, _params, answer) => answer;
  /** States of earlier blocks are gone. */
  keepsStatesFrom = 0;

  get head(): ProofBlock {
    const found = this.#byNumber.get(Math.max(...this.#byNumber.keys()));
    if (!found) throw new Error('an empty chain');
    return found;
  }

  block(number: number): ProofBlock {
    const found = this.#byNumber.get(number);
    if (!found) throw new Error(`no block ${number}`);
    return found;
  }

  header(number: number): Header {
    return parseHeader(toJson(this.block(number).header));
  }

  /** Making seals takes long: only those tests that look at them have true ones. */
  readonly #seals: boolean;

  constructor(seals = false) {
    this.#seals = seals;
  }

  /** A block over this state, by the author whose turn it is. */
  add(
    number: number,
    entries: Entries,
    logs: readonly Uint8Array[] = [],
    justify: (block: { hash: Uint8Array; number: number }) => Uint8Array | null = () => null,
  ): ProofBlock {
    const trie = buildTrie(
      [...entries].map(([key, value]) => [fromHex(key), value] as const),
      1,
    );
    const parent = this.#byNumber.get(number - 1);
    const bare = {
      parentHash: parent ? fromHex(parent.hash) : hash32(unsigned(number, 8)),
      number,
      stateRoot: trie.root,
      extrinsicsRoot: hash32(unsigned(number, 4)),
    };
    const slot = number + 1_000;
    const author = authors[slot % authors.length] ?? authorOf(0);
    const header = this.#seals
      ? sealed(bare, BigInt(slot), author, logs)
      : { ...bare, logs: [slotItem(BigInt(slot)), ...logs, sealItem(new Uint8Array(64))] };
    const hash = hashOf(header);
    const block = {
      header,
      hash: toHex(hash),
      entries,
      trie,
      justification: justify({ hash, number }),
    };
    this.#byNumber.set(number, block);
    this.#byHash.set(block.hash, block);
    return block;
  }

  readonly ask: RpcCall = async (method, params) => {
    this.asked.push(method);
    return this.lie(method, params, this.#truth(method, params));
  };

  #state(hash: unknown): ProofBlock {
    const block = this.#byHash.get(String(hash));
    if (!block) throw new AppError('NODE_REFUSED', { text: 'unknown block' });
    if (block.header.number < this.keepsStatesFrom) throw new AppError('BLOCK_PRUNED');
    return block;
  }

  #truth(method: string, params: readonly unknown[]): unknown {
    const [first, second] = params;
    switch (method) {
      case 'chain_getBlockHash':
        return this.#byNumber.get(Number(first))?.hash ?? null;
      case 'chain_getHeader': {
        const block = this.#byHash.get(String(first));
        return block ? toJson(block.header) : null;
      }
      case 'chain_getBlock': {
        const block = this.#byHash.get(String(first));
        if (!block) return null;
        const kept = block.justification;
        return {
          block: { header: toJson(block.header), extrinsics: [] },
          justifications: kept === null ? null : [[[...Buffer.from('FRNK')], [...kept]]],
        };
      }
      case 'state_queryStorageAt': {
        const { entries, hash } = this.#state(second);
        const valueOf = (key: string) => {
          const value = entries.get(key);
          return value ? toHex(value) : null;
        };
        return [{ block: hash, changes: (first as string[]).map((key) => [key, valueOf(key)]) }];
      }
      case 'state_getReadProof': {
        const { trie, hash } = this.#state(second);
        return { at: hash, proof: trie.prove((first as string[]).map(fromHex)).map(toHex) };
      }
      default:
        throw new AppError('NODE_REFUSED', { text: method, kind: 'never' });
    }
  }
}

export const setOf = (id: bigint, members: readonly OracleVoter[]): OracleSet => ({
  id,
  voters: members.map(({ key }) => ({ key, weight: 1n })),
});

export const toSet = ({ id, voters }: OracleSet): AuthoritySet => ({
  id,
  authorities: voters.map(({ key, weight }) => ({ key: toHex(key), weight })),
});

/** Just enough of the members vote. */
export function justified(
  block: { hash: Uint8Array; number: number },
  id: bigint,
  members: readonly OracleVoter[],
): Uint8Array {
  const voting = members.slice(0, Number(needed(BigInt(members.length))));
  return justificationBytes({
    round: 5n,
    ...block,
    votes: voting.map((voter) => voteFor(voter, block, 5n, id)),
    ancestry: [],
  });
}

const known = new Map<number, OracleVoter[]>();

/** The voters of a set that no other set has. */
export function membersOf(id: number): OracleVoter[] {
  const members =
    known.get(id) ??
    Array.from({ length: 4 + (id % 3) }, (_unused, i) => voterOf(1_000 * (id + 1) + i));
  known.set(id, members);
  return members;
}

export type ChainOptions = {
  length: number;
  period: number;
  /** How far past each multiple the first round ends. */
  offset?: number;
  /** Numbers of blocks that change the set. */
  changes?: readonly number[];
  /** What the state counts the sets by, less than voters do. */
  stateLags?: bigint;
  /** The state does not count the sets at all: as where no session ends. */
  stateCountsNone?: boolean;
  /** Who the members of a set are. */
  members?: (id: number) => OracleVoter[];
  seals?: boolean;
  keepsNone?: boolean;
  change?: (next: OracleSet['voters']) => Uint8Array;
};

export type ProofChain = { node: ProofNode; start: FinalityState; sets: OracleSet[] };

/** From block 1 on; the first set is 3. */
export function buildChain(options: ChainOptions): ProofChain {
  const { length, period, offset = 0, changes = [], stateLags = 0n } = options;
  const node = new ProofNode(options.seals);
  const members = options.members ?? membersOf;
  let id = 3;
  const sets = [setOf(3n, members(3))];
  for (let number = 1; number <= length; number++) {
    const old = id;
    const isChange = changes.includes(number);
    if (isChange) {
      id += 1;
      sets.push(setOf(BigInt(id), members(id)));
    }
    const { voters } = setOf(BigInt(id), members(id));
    const entries = new Map([
      [VOTERS, votersBytes(voters)],
      [VOTERS_ID, unsigned(options.stateCountsNone === true ? 0 : BigInt(id) - stateLags, 8)],
      [AUTHORS, join(compact(authors.length), ...authors.map(({ key }) => key))],
      [storageKey('Timestamp', 'Now'), unsigned(number, 8)],
    ]);
    const isKept = options.keepsNone !== true && (isChange || number % period === offset);
    const change = options.change ?? changeItem;
    node.add(number, entries, isChange ? [change(voters)] : [], (block) =>
      isKept ? justified(block, BigInt(old), members(old)) : null,
    );
  }
  const first = node.header(1);
  const start: FinalityState = {
    set: toSet(setOf(3n, members(3))),
    block: { hash: first.hash, number: 1 },
  };
  return { node, start, sets };
}
