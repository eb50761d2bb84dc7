// Proofs for signing: of what a signature is made from, of a block's events, and that a block is final. Never the reason
// why a signature fails, unless the node is caught: what cannot be shown in time is left to a second operator or to the user.
import type { ChainClient } from '../chain/chain-client.ts';
import { AppError } from '../errors.ts';
import type { MoveFacts } from '../model/facts.ts';
import { readProofRecord } from '../store/read-proof-record.ts';
import { readSettings } from '../store/settings.ts';
import { proveInputs, type ProofAnchor, type ProvenInputs } from '../proof/prove-quote.ts';

type ProofClient = Pick<ChainClient, 'proofs' | 'genesisHash' | 'status'>;

type SigningProofsParts = {
  client: () => Promise<ProofClient>;
  /** The newest block that is proven to be final; null: none, or that node is not asked for proofs. */
  anchor?: (client: ProofClient) => Promise<ProofAnchor | null>;
  deadlineMs?: number;
};

type SigningProofs = {
  proveInputs: (facts: MoveFacts) => Promise<ProvenInputs | null>;
};

/** The second operator is asked meanwhile, and takes as long. */
const DEADLINE_MS = 4_000;

/** The node is left for another one, where there is one, and named. */
function caught({ proofs, status }: ProofClient, error: AppError): AppError {
  const { endpoint } = status();
  const about = String(error.detail['about']);
  const named = new AppError('PROOF_INVALID', { about, ...(endpoint && { endpoint }) }, error);
  proofs.accuse(named);
  return named;
}

/** As proofs of home's figures left it. */
async function storedAnchor({ genesisHash, status }: ProofClient): Promise<ProofAnchor | null> {
  const { endpoint } = status();
  const genesis = genesisHash();
  if (endpoint === null || genesis === null || !(await readSettings()).checksAnswers) return null;
  const record = await readProofRecord(genesis);
  if (record === null || (record.pauses[endpoint] ?? 0) > Date.now()) return null;
  const final = record.newest?.block ?? record.state?.block ?? null;
  return final && { final, authors: record.authors?.keys ?? null };
}

export function createSigningProofs({
  client: connected,
  anchor = storedAnchor,
  deadlineMs = DEADLINE_MS,
}: SigningProofsParts): SigningProofs {
  /** null: it could not be shown. Throws PROOF_INVALID alone. */
  async function tried<T>(
    prove: (client: ProofClient, anchor: ProofAnchor, signal: AbortSignal) => Promise<T>,
  ): Promise<T | null> {
    const client = await connected();
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      const found = await anchor(client);
      return found === null ? null : await prove(client, found, signal);
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'PROOF_INVALID') throw caught(client, error);
      return null;
    }
  }

  return {
    proveInputs: (facts) =>
      tried(async ({ proofs }, found, signal) => {
        const known = proofs.headers();
        const { proven } = await proveInputs({
          ask: proofs.ask,
          facts,
          anchor: found,
          known,
          signal,
        });
        return proven;
      }),
  };
}
