// A chain of made-up blocks that signing can be run against: it forks, finalizes, hangs up and refuses on
// demand, and counts what was sent. Prices are one number a block.
import { AppError } from '../../src/errors.ts';
import type { ChainEvent } from '../../src/chain/reads/read-events.ts';
import type { WholeRuntime } from '../../src/chain/runtime/runtime.ts';
import type { WatchStatus } from '../../src/chain/extrinsic/watch-extrinsic.ts';
import type { BlockRef, MoveFacts } from '../../src/model/facts.ts';
import type { CallDraft } from '../../src/model/plan.ts';
import type { SigningChain } from '../../src/signing/signing-deps.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import type { Hex } from '../../src/units.ts';
import { chooseNonce } from '../../src/chain/extrinsic/choose-nonce.ts';
import { encodeEra, eraFrom, lastBlockOf } from '../../src/chain/extrinsic/era.ts';
import {
  birthHashOf,
  EXTENSIONS,
  hash,
  hashOf,
  readCall,
  readExtrinsic,
  sign,
  signedBytesOf,
  writeCall,
} from './fake-extrinsic.ts';
import { ADDRESS, factsAt, timeOf } from './fake-facts.ts';

export const GENESIS: Hex = `0x${'ab'.repeat(32)}`;

type Body = { hash: Hex; extrinsic: Hex };
type Block = BlockRef & { parent: Hex; bodies: Body[]; nonce: number; expected: bigint };

type Submission = {
  extrinsic: Hex;
  hash: Hex;
  onStatus: (status: WatchStatus) => void;
  settle: (status: WatchStatus) => void;
  fail: (error: AppError) => void;
};

export type FakeChain = ReturnType<typeof createFakeChain>;

export function createFakeChain() {
  const blocks: Block[] = [];
  const bySide = new Map<Hex, Block>();
  let salt = 0;

  function push(parent: Block | null, included: Body[], expected: bigint): Block {
    salt += 1;
    const number = parent === null ? 100 : parent.number + 1;
    const block = {
      number,
      hash: hash(`block ${number} ${salt}`),
      parent: parent?.hash ?? GENESIS,
      bodies: included,
      nonce: (parent?.nonce ?? 7) + included.length,
      expected,
    };
    bySide.set(block.hash, block);
    blocks.push(block);
    return block;
  }

  const chain = {
    /** What the move would bring at blocks mined from now on. */
    expected: 1_000n,
    /** What the chain answers to the signed call now; null: goes through. */
    refusal: null as string | null,
    /** How an included call ends. */
    dispatchError: null as string | null,
    specVersion: 425,
    finalized: 100,
    isDown: false,
    /** The node that looks into blocks has none above this number; null: it has them all. */
    knownTo: null as number | null,
    /** The node loses its line to us right after the bytes are in. */
    hangsUpOnSubmit: false,
    /** As many times the line is lost before the bytes are in. */
    losesNext: 0,
    /** The node says no to the bytes. */
    poolRefusal: null as AppError | null,
    areEventsPruned: false,
    areEventsGarbled: false,
    simulated: null as bigint | null,
    /** The stored nonce that the node shows whatever it is; null: the true one. */
    shownNonce: null as number | null,
    changePrepared: (prepared: PreparedExtrinsic): PreparedExtrinsic => prepared,
    pool: [] as Submission[],
    submissions: [] as Hex[],
    head: () => lastOf(blocks),
    nonce: () => lastOf(blocks).nonce,
    /** One block with what the pool holds (or nothing), final three blocks later unless told otherwise. */
    mine,
    fork,
    dropPool,
    isIncluded: (extrinsicHash: Hex): boolean =>
      blocks.some(({ bodies }) => bodies.some((body) => body.hash === extrinsicHash)),
    inclusions: (): number => blocks.reduce((count, { bodies }) => count + bodies.length, 0),
    /** Somebody else's transaction of the same account. */
    useNonce(): void {
      push(lastOf(blocks), [{ hash: hash(`other ${salt}`), extrinsic: '0x' }], chain.expected);
    },
    /** Sent by another than us, for example the page that saw the signature. */
    sendFromOutside(extrinsic: Hex): void {
      const noted = (): void => undefined;
      const body = {
        extrinsic,
        hash: hashOf(extrinsic),
        onStatus: noted,
        settle: noted,
        fail: noted,
      };
      chain.pool.push(body);
    },
  };

  function mine({ count = 1, includes = true, finalizes = true } = {}): void {
    for (let i = 0; i < count; i += 1) {
      const parent = lastOf(blocks);
      const taken = includes ? chain.pool.filter((entry) => isValid(entry, parent)) : [];
      if (includes) chain.pool = chain.pool.filter((entry) => !taken.includes(entry));
      const block = push(parent, taken.slice(0, 1), chain.expected);
      for (const entry of taken.slice(0, 1)) {
        entry.onStatus({ kind: 'in-block', blockHash: block.hash });
      }
      if (finalizes) chain.finalized = Math.max(chain.finalized, block.number - 2);
    }
  }

  const nonceOf = (extrinsic: Hex): number => readExtrinsic(extrinsic).nonce;

  function isValid({ extrinsic }: Body, parent: Block): boolean {
    const { nonce, era } = readExtrinsic(extrinsic);
    const birthHash = birthHashOf(extrinsic);
    const birth = birthHash === null ? undefined : bySide.get(birthHash);
    if (!birth || era.kind === 'immortal') return false;
    return nonce === parent.nonce && parent.number < lastBlockOf(era, birth.number);
  }

  /** The last blocks are replaced by as many others; what they held is in the pool again, or lost. */
  function fork(depth: number, keepsExtrinsics: boolean, takesPool = false): void {
    const removed = blocks.splice(blocks.length - depth, depth);
    for (const { bodies } of removed) {
      for (const body of bodies) if (keepsExtrinsics) chain.sendFromOutside(body.extrinsic);
    }
    mine({ count: depth, includes: takesPool, finalizes: false });
  }

  function dropPool(status: WatchStatus): void {
    const dropped = chain.pool;
    chain.pool = [];
    for (const { settle } of dropped) settle(status);
  }

  const ref = ({ hash: blockHash, number }: Block): BlockRef => ({ hash: blockHash, number });

  function up(): void {
    if (chain.isDown) throw new AppError('NODE_UNREACHABLE', { what: 'test' });
  }

  function blockOf(blockHash: Hex): Block {
    const block = bySide.get(blockHash);
    if (!block) throw new AppError('NODE_MALFORMED');
    return block;
  }

  function isSought({ extrinsic }: Body, { call, nonce }: PreparedExtrinsic): boolean {
    if (extrinsic === '0x') return false;
    const sent = readExtrinsic(extrinsic);
    return sent.call === call && sent.nonce === nonce;
  }

  function findIn(from: number, to: number, sought: PreparedExtrinsic) {
    const read: BlockRef[] = [];
    for (let number = from; number <= to; number += 1) {
      const block = blocks.find((each) => each.number === number);
      if (!block || number > (chain.knownTo ?? number)) {
        throw new AppError('NODE_TIMEOUT', { what: 'lagging', block: number });
      }
      read.push(ref(block));
      for (const [index, body] of block.bodies.entries()) {
        if (!isSought(body, sought)) continue;
        const { eraBytes: era } = readExtrinsic(body.extrinsic);
        return { found: { block: ref(block), index: index + 2, hash: body.hash, era }, read };
      }
    }
    return { found: null, read };
  }

  const client: SigningChain = {
    genesisHash: () => GENESIS,
    head: async () => (up(), ref(lastOf(blocks))),
    finalizedHead: async () => {
      up();
      const block = blocks.find(({ number }) => number === chain.finalized) ?? lastOf(blocks);
      return ref(block);
    },
    blockHashAt: async (number) => {
      up();
      if (number > (chain.knownTo ?? number)) return null;
      return blocks.find((block) => block.number === number)?.hash ?? null;
    },
    readMoveFacts: async (_query, at): Promise<MoveFacts> => {
      up();
      const block = at === undefined ? lastOf(blocks) : blockOf(at.hash);
      const { expected, nonce } = block;
      const isHead = block === lastOf(blocks);
      const { specVersion } = chain;
      const refusal = isHead ? chain.refusal : null;
      return factsAt(ref(block), { expected, nonce, specVersion, refusal });
    },
    simulate: async (blockHash, queries) => {
      up();
      const taoAmount = chain.simulated ?? blockOf(blockHash).expected;
      const zero = { known: true, value: 0n } as const;
      return queries.map(({ amount }) => ({
        known: true,
        value: {
          taoAmount,
          alphaAmount: amount,
          taoFee: 0n,
          alphaFee: 0n,
          taoSlippage: zero,
          alphaSlippage: zero,
        },
      }));
    },
    decodeCall: async (call): Promise<CallDraft> => readCall(call),
    runtimeAt: async () => Promise.reject(new Error('proves nothing')),
    runtimeOf: async ({ specVersion }) => {
      up();
      if (specVersion !== chain.specVersion) throw new AppError('RUNTIME_CHANGED');
      const { runtime } = factsAt(ref(lastOf(blocks)), plainFacts(chain));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- signing hands it on unopened
      return { ref: runtime } as WholeRuntime;
    },
    prepareExtrinsic: async ({ draft, eraBlocks, at, ...input }) => {
      up();
      const birth = at ?? ref(lastOf(blocks));
      const call = writeCall(draft);
      const stored = chain.shownNonce ?? chain.nonce();
      const nonce = chooseNonce({
        stored,
        told: stored + chain.pool.filter(({ extrinsic }) => nonceOf(extrinsic) >= stored).length,
        ownPending: input.ownPending ?? [],
        wanted: input.nonce ?? null,
      });
      const era = eraFrom(birth.number, eraBlocks);
      const payload: PreparedExtrinsic['payload'] = {
        address: ADDRESS.coldkey,
        blockHash: birth.hash,
        blockNumber: `0x${birth.number.toString(16).padStart(8, '0')}`,
        era: encodeEra(era),
        genesisHash: GENESIS,
        metadataHash: null,
        method: call,
        mode: 0,
        nonce: `0x${nonce.toString(16).padStart(8, '0')}`,
        specVersion: `0x${chain.specVersion.toString(16).padStart(8, '0')}`,
        tip: '0x00',
        transactionVersion: '0x00000001',
        signedExtensions: EXTENSIONS,
        version: 4,
        withSignedTransaction: true,
      };
      return chain.changePrepared({
        payload,
        call,
        signedBytes: signedBytesOf(payload),
        nonce,
        birth,
        deathBlock: lastBlockOf(era, birth.number),
        specVersion: chain.specVersion,
      });
    },
    acceptSignedTransaction: async (prepared, signedTransaction) => {
      up();
      const { call, nonce, signature } = readExtrinsic(signedTransaction);
      if (call !== prepared.call || nonce !== prepared.nonce) {
        throw new AppError('SIGNED_SOMETHING_ELSE');
      }
      if (signature !== sign(ADDRESS.coldkey, prepared.signedBytes)) {
        throw new AppError('SIGNATURE_INVALID');
      }
      return { extrinsic: signedTransaction, hash: hashOf(signedTransaction), prepared };
    },
    submitAndWatch: (extrinsic, onStatus, signal) => {
      up();
      chain.submissions.push(extrinsic);
      if (chain.poolRefusal !== null) return Promise.reject(chain.poolRefusal);
      if (chain.losesNext > 0) {
        chain.losesNext -= 1;
        return Promise.reject(new AppError('NODE_UNREACHABLE', { what: 'test' }));
      }
      if (chain.pool.some((entry) => entry.extrinsic === extrinsic)) {
        const detail = { rpcCode: 1013, text: 'Transaction Already Imported' };
        return Promise.reject(new AppError('SUBMISSION_REFUSED', detail));
      }
      const watched = new Promise<WatchStatus>((settle, fail) => {
        chain.pool.push({ extrinsic, hash: hashOf(extrinsic), onStatus, settle, fail });
        signal.addEventListener('abort', () => fail(signal.reason));
      });
      if (chain.hangsUpOnSubmit)
        return Promise.reject(new AppError('NODE_UNREACHABLE', { what: 'test' }));
      return watched;
    },
    findExtrinsic: async (sought, from, to) => (up(), findIn(from, to, sought)),
    network: { id: 'fake', isReal: false },
    readBlockTime: async (blockHash) => timeOf(blockOf(blockHash)),
    clockOffset: () => null,
    readEvents: async (blockHash, index): Promise<ChainEvent[]> => {
      up();
      if (chain.areEventsPruned) throw new AppError('BLOCK_PRUNED');
      if (chain.areEventsGarbled) return [];
      const parent = blockOf(blockOf(blockHash).parent);
      return eventsOf(parent.expected, chain.dispatchError, index);
    },
  };

  push(null, [], 1_000n);
  return { chain, client };
}

const plainFacts = ({ specVersion }: { specVersion: number }) => ({
  expected: 0n,
  nonce: 0,
  specVersion,
  refusal: null,
});

function eventsOf(
  tao: bigint,
  failure: string | null,
  extrinsicIndex: number | null,
): ChainEvent[] {
  const fee = { who: ADDRESS.coldkey, actual_fee: 77n, tip: 0n };
  const paid = { pallet: 'TransactionPayment', name: 'TransactionFeePaid', fields: fee };
  if (failure !== null) {
    const [pallet = '', name = ''] = failure.split('.');
    const dispatch_error = {
      type: 'Module',
      value: { type: pallet, value: { type: name, value: null } },
    };
    const failed = { pallet: 'System', name: 'ExtrinsicFailed', fields: { dispatch_error } };
    return [paid, failed].map((event) => ({ ...event, extrinsicIndex }));
  }
  const { coldkey, hotkey } = ADDRESS;
  const sold = { coldkey, hotkey, tao, alpha: 500n, netuid: 1, fee: 1n };
  const removed = { pallet: 'SubtensorModule', name: 'StakeRemoved', fields: sold };
  const success = { pallet: 'System', name: 'ExtrinsicSuccess', fields: {} };
  return [removed, paid, success].map((event) => ({ ...event, extrinsicIndex }));
}

function lastOf<T>(list: readonly T[]): T {
  const last = list.at(-1);
  if (last === undefined) throw new Error('empty');
  return last;
}
