// All methods of the node in one table.
// Refuses to implement any.
import { authorMethods } from './author-methods.ts';
import { chainMethods } from './chain-methods.ts';
import type { Methods, RpcContext } from './rpc-context.ts';
import { proofMethods } from './proof-methods.ts';
import { stateMethods } from './state-methods.ts';
import { systemMethods } from './system-methods.ts';

export function rpcMethods(context: RpcContext, afterSubmit: (hash: string) => void): Methods {
  const methods: Methods = {
    ...chainMethods(context),
    ...stateMethods(context),
    ...systemMethods(context),
    ...authorMethods(context, afterSubmit),
    ...(context.prover ? proofMethods(context) : {}),
  };
  const names = [...Object.keys(methods), 'rpc_methods'].sort();
  return { ...methods, rpc_methods: () => ({ methods: names }) };
}
