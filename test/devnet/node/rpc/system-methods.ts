// system_* and payment_*: what node this is, nonces, dry runs, fees.
// Refuses to change the chain.
import { getSs58AddressInfo } from '@polkadot-api/substrate-bindings';
import type { DevNode } from '../chain/node.ts';
import { bodyOf } from '../chain/node.ts';
import { errorValue } from '../chain/event-records.ts';
import { dispatchError, transactionValidityError } from '../runtime/common-types.ts';
import { decodeExtrinsic } from '../runtime/extrinsic-format.ts';
import { extrinsicWeight, feeOf, feeParts, type Weight } from '../runtime/weights.ts';
import { toHex } from '../scale/bytes.ts';
import { encode } from '../scale/codec.ts';
import type { Value } from '../scale/type.ts';
import { result, unit } from '../scale/type.ts';
import { hexAt, textAt, type Params } from './params.ts';
import { badFormat, invalidParams, invalidTransaction } from './rpc-error.ts';
import type { Methods, RpcContext } from './rpc-context.ts';
import { blockAt, shownBy } from './rpc-context.ts';

const applyResult = result(result(unit, dispatchError), transactionValidityError);

export function systemMethods(context: RpcContext): Methods {
  const { node } = context;
  const nextNonce = (params: Params): number => {
    const info = getSs58AddressInfo(textAt(params, 0));
    if (!info.isValid) throw invalidParams('not an address');
    const signer = toHex(info.publicKey);
    const account = shownBy(context, node.chain.head).state?.accounts.get(signer);
    return node.pool.nextNonce(signer, account?.nonce ?? 0);
  };
  return {
    system_chain: () => context.chainName,
    system_chainType: () => 'Development',
    system_name: () => 'Subtensor Node',
    system_version: () => '4.0.0-dev-taubar',
    system_properties: () => ({
      isEthereum: false,
      ss58Format: 42,
      tokenDecimals: 9,
      tokenSymbol: 'TAO',
    }),
    system_health: () => ({
      peers: 0,
      isSyncing: context.lies.syncingTo !== null,
      shouldHavePeers: false,
    }),
    system_syncState: () => ({
      startingBlock: 0,
      currentBlock: node.chain.head.number,
      highestBlock: context.lies.syncingTo ?? node.chain.head.number,
    }),
    system_accountNextIndex: nextNonce,
    account_nextIndex: nextNonce,
    system_dryRun: (params) => toHex(encode(applyResult, dryRun(node, hexAt(params, 0)))),
    payment_queryInfo(params) {
      const { weight, length } = weigh(context, params);
      const { spec } = blockAt(context, params, 1).runtime;
      return {
        weight: { ref_time: Number(weight.refTime), proof_size: Number(weight.proofSize) },
        class: 'normal',
        partialFee: feeOf(spec, weight, length).toString(),
      };
    },
    payment_queryFeeDetails(params) {
      const { weight, length } = weigh(context, params);
      const parts = feeParts(blockAt(context, params, 1).runtime.spec, weight, length);
      return {
        inclusionFee: {
          baseFee: `0x${parts.base.toString(16)}`,
          lenFee: `0x${parts.length.toString(16)}`,
          adjustedWeightFee: `0x${parts.weight.toString(16)}`,
        },
      };
    },
  };
}

function weigh(context: RpcContext, params: Params): { weight: Weight; length: number } {
  const extrinsic = hexAt(params, 0);
  const { description, spec } = blockAt(context, params, 1).runtime;
  try {
    const { call } = decodeExtrinsic(description, bodyOf(extrinsic) ?? new Uint8Array());
    return { weight: extrinsicWeight(spec, call), length: extrinsic.length };
  } catch (error) {
    if (error instanceof RangeError) throw badFormat(error.message);
    throw error;
  }
}

/** On the state after the best block; nothing of it remains. */
function dryRun(node: DevNode, extrinsic: Uint8Array): Value {
  const verdict = node.judge(extrinsic);
  if (!verdict.ok) {
    if (verdict.reason === 'undecodable') throw invalidTransaction(verdict);
    const { reason } = verdict;
    const invalid = typeof reason === 'string' ? reason : { type: 'Custom', value: reason.custom };
    return { type: 'Err', value: { type: 'Invalid', value: invalid } };
  }
  const { ledger, chain } = node;
  const saved = ledger.snapshot();
  try {
    const { signer, call, fee, callFee, tip } = verdict;
    const done = ledger.applyExtrinsic(signer, call, fee + tip, tip, callFee);
    if (!done) return { type: 'Err', value: { type: 'Invalid', value: 'Payment' } };
    const { description } = chain.head.runtime;
    const dispatched: Value = done.outcome.ok
      ? { type: 'Ok', value: [] }
      : { type: 'Err', value: errorValue(description, done.outcome.error) };
    return { type: 'Ok', value: dispatched };
  } finally {
    ledger.restore(saved);
  }
}
