// The error of a runtime that stopped, as a node words it; the cause is kept for whoever debugs a test.
// Refuses to guess why.
import { RpcError } from './rpc-error.ts';

export class RuntimeTrap extends RpcError {
  constructor(cause: Error) {
    super(
      4003,
      'Client error: Execution failed: Execution aborted due to trap: wasm trap: wasm `unreachable` instruction executed',
    );
    this.cause = cause;
  }
}
