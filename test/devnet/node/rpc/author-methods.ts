// author_*: handing in extrinsics and watching them.
// Refuses to know why one is refused; it passes the verdict on in the node's words.
import type { Submission } from '../chain/node.ts';
import { extrinsicHash } from '../chain/node.ts';
import type { TxStatus } from '../chain/tx-pool.ts';
import { toHex } from '../scale/bytes.ts';
import { hexAt, textAt } from './params.ts';
import {
  alreadyImported,
  badFormat,
  immediatelyDropped,
  invalidTransaction,
  RpcError,
  temporarilyBanned,
  tooLowPriority,
} from './rpc-error.ts';
import type { Methods, RpcContext } from './rpc-context.ts';

export function authorMethods({ node }: RpcContext, afterSubmit: (hash: string) => void): Methods {
  const submit = (
    extrinsic: Uint8Array,
    watcher: ((status: TxStatus) => void) | null,
  ): { hash: string; stop: () => void } => {
    const hash = extrinsicHash(extrinsic);
    const outcome = node.submit(extrinsic, watcher);
    if (!outcome.ok) throw refusal(outcome, hash);
    afterSubmit(hash);
    const { watchers } = outcome.entry;
    return { hash, stop: () => watcher && watchers.delete(watcher) };
  };
  return {
    author_submitExtrinsic: (params) => submit(hexAt(params, 0), null).hash,
    author_submitAndWatchExtrinsic: (params, session) =>
      session.subscribe(
        'author_extrinsicUpdate',
        (notify) => submit(hexAt(params, 0), notify).stop,
      ),
    author_unwatchExtrinsic: (params, session) => session.unsubscribe(textAt(params, 0)),
    author_pendingExtrinsics: () => node.pool.pending().map((entry) => toHex(entry.extrinsic)),
  };
}

function refusal(outcome: Exclude<Submission, { ok: true }>, hash: string): RpcError {
  switch (outcome.error) {
    case 'bad-format':
      return badFormat(outcome.detail);
    case 'invalid':
      return invalidTransaction(outcome.verdict);
    case 'already-imported':
      return alreadyImported(hash);
    case 'banned':
      return temporarilyBanned();
    case 'immediately-dropped':
      return immediatelyDropped();
    case 'too-low-priority':
      return tooLowPriority(outcome.old, outcome.new);
  }
}
