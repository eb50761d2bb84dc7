// Core, Metadata, AccountNonceApi and the two payment APIs.
// Refuses to know subtensor.
import { fromHex } from '../scale/bytes.ts';
import type { Type, Value } from '../scale/type.ts';
import { bigOf, partOf, textOf } from '../scale/value.ts';
import {
  bool,
  bytes,
  composite,
  names,
  option,
  result,
  sequence,
  struct,
  u32,
  u64,
  unnamed,
} from '../scale/type.ts';
import {
  accountId,
  feeDetails,
  h256,
  runtimeDispatchInfo,
  runtimeVersion,
  transactionValidityError,
  weight,
} from './common-types.ts';
import type { Api, ApiMethod } from './description.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { accountOf } from './storage-entry.ts';
import {
  callWeight,
  extrinsicWeight,
  feeOf,
  feeParts,
  lengthToFee,
  weightToFee,
  type Weight,
} from './weights.ts';

/** What these APIs need to know of the runtime that they are part of. */
export type RuntimeSelf = Readonly<{
  version(): Value;
  metadata(version: number): Uint8Array | null;
  metadataVersions: readonly number[];
  /** The call inside an encoded extrinsic (without its length prefix). */
  callOf(extrinsic: Uint8Array): Value;
  /** Whether its signature covers the metadata hash (CheckMetadataHash mode 1). */
  isHashed(extrinsic: Uint8Array): boolean;
}>;

const opaqueMetadata = composite('sp_core::OpaqueMetadata', [unnamed(bytes)]);

export const coreApi = (self: RuntimeSelf): Api => ({
  name: 'Core',
  version: 5,
  methods: [{ name: 'version', inputs: [], output: runtimeVersion, run: () => self.version() }],
});

export const metadataApi = (self: RuntimeSelf): Api => ({
  name: 'Metadata',
  version: 2,
  methods: [
    {
      name: 'metadata',
      inputs: [],
      output: opaqueMetadata,
      run: () => self.metadata(14) ?? new Uint8Array(),
    },
    {
      name: 'metadata_at_version',
      inputs: [{ name: 'version', type: u32 }],
      output: option(opaqueMetadata),
      run: (_, [version]) => self.metadata(Number(version)),
    },
    {
      name: 'metadata_versions',
      inputs: [],
      output: sequence(u32),
      run: () => [...self.metadataVersions],
    },
  ],
});

/** The pool validates by itself; this answers what comes before a signature of zeros is refused. */
export const queueApi = (spec: RuntimeSpec, self: RuntimeSelf, extrinsic: Type): Api => ({
  name: 'TaggedTransactionQueue',
  version: 3,
  methods: [
    {
      name: 'validate_transaction',
      inputs: [
        {
          name: 'source',
          type: names('sp_runtime::transaction_validity::TransactionSource', [
            'InBlock',
            'Local',
            'External',
          ]),
        },
        { name: 'tx', type: extrinsic },
        { name: 'block_hash', type: h256 },
      ],
      output: result(
        struct('sp_runtime::transaction_validity::ValidTransaction', {
          priority: u64,
          requires: sequence(bytes),
          provides: sequence(bytes),
          longevity: u64,
          propagate: bool,
        }),
        transactionValidityError,
      ),
      run: (_, [, tx]) => ({
        type: 'Err',
        value:
          self.isHashed(fromHex(textOf(tx) ?? '0x')) && !spec.hasMetadataHash
            ? { type: 'Unknown', value: 'CannotLookup' }
            : { type: 'Invalid', value: 'BadProof' },
      }),
    },
  ],
});

export const accountNonceApi: Api = {
  name: 'AccountNonceApi',
  version: 1,
  methods: [
    {
      name: 'account_nonce',
      inputs: [{ name: 'account', type: accountId }],
      output: u32,
      run: ({ state }, [account]) => state.accounts.get(accountOf(account))?.nonce ?? 0,
    },
  ],
};

function dispatchInfo(spec: RuntimeSpec, weighed: Weight, length: number): Value {
  const { refTime, proofSize } = weighed;
  return {
    weight: { ref_time: refTime, proof_size: proofSize },
    class: 'Normal',
    partial_fee: feeOf(spec, weighed, length),
  };
}

function details(spec: RuntimeSpec, weighed: Weight, length: number): Value {
  const parts = feeParts(spec, weighed, length);
  return {
    inclusion_fee: {
      base_fee: parts.base,
      len_fee: parts.length,
      adjusted_weight_fee: parts.weight,
    },
    tip: 0n,
  };
}

const conversions = (spec: RuntimeSpec): ApiMethod[] => [
  {
    name: 'query_weight_to_fee',
    inputs: [{ name: 'weight', type: weight }],
    output: u64,
    run: (_, [value]) => weightToFee(spec, bigOf(partOf(value, 'ref_time')) ?? 0n),
  },
  {
    name: 'query_length_to_fee',
    inputs: [{ name: 'length', type: u32 }],
    output: u64,
    run: (_, [length]) => lengthToFee(spec, Number(length)),
  },
];

export function paymentApi(spec: RuntimeSpec, self: RuntimeSelf, extrinsic: Type): Api {
  const inputs = [
    { name: 'uxt', type: extrinsic },
    { name: 'len', type: u32 },
  ];
  const weightOf = (value: Value | undefined): Weight =>
    extrinsicWeight(spec, self.callOf(fromHex(textOf(value) ?? '0x')));
  return {
    name: 'TransactionPaymentApi',
    version: 4,
    methods: [
      {
        name: 'query_info',
        inputs,
        output: runtimeDispatchInfo,
        run: (_, [uxt, length]) => dispatchInfo(spec, weightOf(uxt), Number(length)),
      },
      {
        name: 'query_fee_details',
        inputs,
        output: feeDetails,
        run: (_, [uxt, length]) => details(spec, weightOf(uxt), Number(length)),
      },
      ...conversions(spec),
    ],
  };
}

export function callPaymentApi(spec: RuntimeSpec, call: Type): Api {
  const inputs = [
    { name: 'call', type: call },
    { name: 'len', type: u32 },
  ];
  return {
    name: 'TransactionPaymentCallApi',
    version: 3,
    methods: [
      {
        name: 'query_call_info',
        inputs,
        output: runtimeDispatchInfo,
        run: (_, [value, length]) =>
          dispatchInfo(spec, callWeight(spec, value ?? null), Number(length)),
      },
      {
        name: 'query_call_fee_details',
        inputs,
        output: feeDetails,
        run: (_, [value, length]) => details(spec, callWeight(spec, value ?? null), Number(length)),
      },
      ...conversions(spec),
    ],
  };
}
