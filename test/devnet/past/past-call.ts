// A call of the ledger as the runtime's own value.
// Refuses to know what it does.
import type { LedgerCall } from '../ledger/calls/ledger-call.ts';
import type { AccountId } from '../ledger/state/ledger-state.ts';
import type { Value } from '../node/scale/type.ts';

export function callValue(call: LedgerCall): Value {
  return { type: call.pallet, value: { type: call.name, value: argsValue(call) } };
}

function argsValue(call: LedgerCall): Value {
  if (call.pallet === 'Utility') return { calls: call.args.calls.map(callValue) };
  if (call.pallet === 'Balances') {
    return { ...call.args, dest: { type: 'Id', value: call.args.dest } };
  }
  return { ...call.args };
}

export const proxyValue = (real: AccountId, call: LedgerCall): Value => ({
  type: 'Proxy',
  value: {
    type: 'proxy',
    value: { real: { type: 'Id', value: real }, force_proxy_type: null, call: callValue(call) },
  },
});

export const nameOfCall = (call: LedgerCall): string => `${call.pallet}.${call.name}`;
