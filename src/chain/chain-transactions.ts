// What a chain client does with transactions, from a call to its block. All of it is loaded with `import()`:
// a refresh needs none.
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { CallDraft } from '../model/plan.ts';
import type { Hex } from '../units.ts';
import type { ExtrinsicSearch } from './extrinsic/find-extrinsic.ts';
import type { Transactions } from './extrinsic/transactions.ts';
import type { WatchStatus } from './extrinsic/watch-extrinsic.ts';
import type { NodeAccess } from './runtime/node-access.ts';
import type { Runtime } from './runtime/runtime.ts';

export function createChainTransactions(access: NodeAccess) {
  let made: Transactions | null = null;
  async function load(): Promise<Transactions> {
    const { createTransactions } = await import('./extrinsic/transactions.ts');
    return (made ??= createTransactions(access));
  }

  /** A method of transactions.ts, which is loaded at its first call. */
  const lazily =
    <Args extends unknown[], Result>(
      pick: (transactions: Transactions) => (...args: Args) => Promise<Result>,
    ) =>
    async (...args: Args): Promise<Result> =>
      pick(await load())(...args);

  return {
    /** A call by its names and fields; strict: trailing bytes and anything unknown throw NODE_MALFORMED. */
    decodeCall: async (call: Hex, runtime: Runtime): Promise<CallDraft> =>
      (await import('./extrinsic/compose-call.ts')).decodeCall(call, runtime),

    /**
     * Payload for the wallet and our own bytes, from one source, by published tables. Throws FORMAT_UNKNOWN where the
     * runtime's transaction extensions are not the published ones, OTHER_PENDING where the pool has more of the account
     * than `ownPending`, NONCE_USED for a `nonce` that is spent, NODE_TIMEOUT for a birth block that is not near the
     * head, NODE_MALFORMED for a nonce that is no u32, PAYLOAD_MISMATCH for a call whose bytes are not the published ones.
     */
    prepareExtrinsic: lazily(({ prepareExtrinsic }) => prepareExtrinsic),
    /** The runtime that a prepared extrinsic was made for. Throws RUNTIME_CHANGED when the head has another. */
    runtimeOf: lazily(({ runtimeOf }) => runtimeOf),
    /** The same transaction with the metadata hash signed too (mode 1) or not (mode 0). */
    withMetadataHash: lazily(({ withMetadataHash }) => withMetadataHash),
    /**
     * Takes what a wallet returned as `signedTransaction`: only metadata-hash mode and hash may differ from what
     * was prepared. Answers the extrinsic to submit, its signature verified over bytes of our own making.
     * Throws SIGNED_SOMETHING_ELSE, SIGNATURE_INVALID, RUNTIME_CHANGED.
     */
    acceptSignedTransaction: lazily(({ acceptSignedTransaction }) => acceptSignedTransaction),
    /** What a wallet needs to show a decoded call. */
    metadataForWallet: lazily(({ metadataForWallet }) => metadataForWallet),

    /**
     * Sends once, without retry, and reports each status until a last one or the signal.
     * Throws SUBMISSION_REFUSED, CANNOT_PAY_FEE or what else the pool said, and NODE_UNREACHABLE when the
     * node was lost: then the extrinsic may or may not be in a block, and findExtrinsic decides.
     */
    submitAndWatch: async (
      extrinsic: Hex,
      onStatus: (status: WatchStatus) => void,
      signal: AbortSignal,
    ): Promise<WatchStatus> => {
      const { submitAndWatch } = await import('./extrinsic/watch-extrinsic.ts');
      return submitAndWatch(access.link, extrinsic, onStatus, signal);
    },

    /**
     * Searches the bodies of these blocks (both ends included) for an extrinsic of that signer with that call and
     * nonce, under any signature. Throws NODE_TIMEOUT where the node lacks one of them: "not found" covers only
     * blocks that were read.
     */
    findExtrinsic: async (
      sought: PreparedExtrinsic,
      fromBlock: number,
      toBlock: number,
      signal?: AbortSignal,
    ): Promise<ExtrinsicSearch> => {
      const { findExtrinsic } = await import('./extrinsic/find-extrinsic.ts');
      return findExtrinsic(access.ask, sought, fromBlock, toBlock, signal);
    },
  };
}
