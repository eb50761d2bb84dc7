// Proofs for signing: of what a signature is made from, of a block's events, and that a block is final. Never the reason
// why a signature fails, unless the node is caught: what cannot be shown in time is left to a second operator or to the user.
import type { ChainClient } from '../chain/chain-client.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { AppError } from '../errors.ts';
import type { BlockRef, MoveFacts } from '../model/facts.ts';
import type { FinalVotes, FoundLie, ProofRecord } from '../model/proof.ts';
import type { ReceiptProof } from '../model/receipt.ts';
import { announce } from '../protocol.ts';
import { changeProofs } from '../store/proofs.ts';
import { readProofRecord } from '../store/read-proof-record.ts';
import { readSettings } from '../store/settings.ts';
import { proveInputs, type ProofAnchor, type ProvenInputs } from '../proof/prove-quote.ts';
import { isBefore, proveEvents } from '../proof/prove-receipt.ts';
import type { ProvenEvents } from '../signing/signing-deps.ts';
import type { Hex } from '../units.ts';
import { isPaused } from './proof-pauses.ts';
import { askOnly } from './ask-only.ts';

type ProofClient = Pick<ChainClient, 'proofs' | 'genesisHash' | 'status'>;

/** `ask`: of that endpoint alone. */
type Asked = { client: ProofClient; endpoint: string; ask: RpcCall; signal: AbortSignal };

/** `votes`: for the final block; null: it is what proofs start from. */
type Anchor = ProofAnchor & { votes: FinalVotes | null };

type SigningProofsParts = {
  client: () => Promise<ProofClient>;
  /** Missing: by the settings, and as proofs of home's figures left it. */
  mayAsk?: (client: ProofClient) => Promise<boolean>;
  /** The newest block that is proven to be final; null: none. */
  anchor?: (client: ProofClient) => Promise<Anchor | null>;
  /** Missing: stored and announced, so that the panel names the node. */
  noteLie?: (genesisHash: Hex, lie: FoundLie) => Promise<void>;
  deadlineMs?: number;
};

export type SigningProofs = {
  proveInputs: (facts: MoveFacts) => Promise<ProvenInputs | null>;
  proveEvents: (block: BlockRef) => Promise<ProvenEvents>;
  /** Whether votes cover a block of that chain; null: none newer than `upTo`, the final block that was asked last. */
  proveFinal: (of: { genesisHash: Hex; block: BlockRef; upTo: number }) => Promise<ProvenFinal>;
};

type ProvenFinal = Pick<ReceiptProof, 'final' | 'gap' | 'upTo'> | null;

/** For a signature: the second operator is asked meanwhile, and takes as long. */
const DEADLINE_MS = 4_000;
/** Events of a busy block are long, and nobody waits for them. */
const RECEIPT_DEADLINE_MS = 20_000;

async function storeLie(genesisHash: Hex, lie: FoundLie): Promise<void> {
  await changeProofs(genesisHash, () => ({ lie: { ...lie, isOfSigning: true } }));
  announce('proofs');
}

async function recordOf({ genesisHash }: ProofClient): Promise<ProofRecord | null> {
  const genesis = genesisHash();
  return genesis === null ? null : readProofRecord(genesis);
}

async function isAllowed(client: ProofClient): Promise<boolean> {
  const { endpoint } = client.status();
  if (endpoint === null || !(await readSettings()).checksAnswers) return false;
  return !isPaused(await recordOf(client), endpoint, Date.now());
}

async function storedAnchor(client: ProofClient): Promise<Anchor | null> {
  const record = await recordOf(client);
  const votes = record?.newest ?? null;
  const final = votes?.block ?? record?.state?.block ?? null;
  return final && { final, votes, authors: record?.authors?.keys ?? null };
}

export function createSigningProofs(parts: SigningProofsParts): SigningProofs {
  const { client: connected, mayAsk = isAllowed, anchor = storedAnchor } = parts;
  const { deadlineMs = DEADLINE_MS, noteLie = storeLie } = parts;

  /** The node is named, and left for another one where there is one. `endpoint`: who was asked, and nobody else. */
  async function caught(client: ProofClient, endpoint: string, error: AppError): Promise<AppError> {
    const genesisHash = client.genesisHash();
    const about = String(error.detail['about']);
    if (genesisHash === null) return error;
    const named = new AppError('PROOF_INVALID', { about, endpoint }, error);
    client.proofs.accuse(named);
    // What cannot be stored is no less a lie.
    await noteLie(genesisHash, { endpoint, about, at: Date.now() }).catch(() => undefined);
    return named;
  }

  /**
   * `otherwise` where it cannot be shown: by this node, in time, or at all. Throws PROOF_INVALID, and where the connection
   * is lost if `isPatient`: then another try may help.
   */
  async function tried<T, U>(
    { ms, otherwise, isPatient }: { ms: number; otherwise: U; isPatient: boolean },
    prove: (asked: Asked) => Promise<T>,
  ): Promise<T | U> {
    const client = await connected();
    const { endpoint } = client.status();
    const signal = AbortSignal.timeout(ms);
    if (endpoint === null) {
      if (isPatient) throw new AppError('NODE_UNREACHABLE', { what: 'connection lost' });
      return otherwise;
    }
    try {
      return await prove({ client, endpoint, ask: askOnly(client, endpoint).ask, signal });
    } catch (error) {
      if (signal.aborted) return otherwise;
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'PROOF_INVALID') throw await caught(client, endpoint, error);
      if (isPatient && ['NODE_UNREACHABLE', 'NODE_BUSY'].includes(error.code)) throw error;
      return otherwise;
    }
  }

  return {
    proveInputs: (facts) =>
      tried({ ms: deadlineMs, otherwise: null, isPatient: false }, async (asked) => {
        const { client, endpoint, ask, signal } = asked;
        // Told by another one, or by more than one: a figure that differs would be said of a node that never told it.
        if (facts.from !== endpoint) return null;
        const found = (await mayAsk(client)) ? await anchor(client) : null;
        if (found === null) return null;
        const known = client.proofs.headers();
        return (await proveInputs({ ask, facts, anchor: found, known, signal })).proven;
      }),

    proveEvents: (block) => {
      const otherwise = { kind: 'not-served' } as const;
      const how = { ms: RECEIPT_DEADLINE_MS, otherwise, isPatient: true };
      return tried(how, async ({ client, ask, signal }): Promise<ProvenEvents> => {
        if (!(await mayAsk(client))) return { kind: 'not-asked' };
        const value = await proveEvents(ask, block, signal);
        return { kind: 'proven', value };
      });
    },

    proveFinal: ({ genesisHash, block, upTo }) => {
      const how = { ms: RECEIPT_DEADLINE_MS, otherwise: null, isPatient: false };
      return tried(how, async ({ client, ask, signal }): Promise<ProvenFinal> => {
        if (client.genesisHash() !== genesisHash || !(await mayAsk(client))) return null;
        const votes = (await anchor(client))?.votes ?? null;
        if (votes === null || votes.block.number < Math.max(block.number, upTo + 1)) return null;
        const seen = { final: null, upTo: votes.block.number };
        try {
          const isThere = await isBefore(ask, block, votes.block, signal);
          return isThere ? { ...seen, final: votes, gap: null } : { ...seen, gap: 'elsewhere' };
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'PROOF_NOT_SERVED') throw error;
          return { ...seen, gap: 'not-served' };
        }
      });
    },
  };
}
