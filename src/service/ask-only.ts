// Questions that one endpoint alone answers. The connection repeats a question elsewhere when its node hangs up: a node could
// have the next one answer for it, and the next one named for what it never told.
import type { ChainClient } from '../chain/chain-client.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { AppError } from '../errors.ts';

/** `requireSame` throws PROOF_NOT_SERVED where another endpoint, or none, is connected by now. */
type AskOnly = { ask: RpcCall; requireSame: () => void };

const ONE_NODE = 'answers of one node';

export const isMoved = ({ code, detail }: AppError): boolean =>
  code === 'PROOF_NOT_SERVED' && detail['about'] === ONE_NODE;

export function askOnly(client: Pick<ChainClient, 'proofs' | 'status'>, endpoint: string): AskOnly {
  function requireSame(): void {
    if (client.status().endpoint !== endpoint)
      throw new AppError('PROOF_NOT_SERVED', { about: ONE_NODE });
  }
  return {
    requireSame,
    async ask(method, params, signal) {
      requireSame();
      const answer = await client.proofs.ask(method, params, signal);
      requireSame();
      return answer;
    },
  };
}
