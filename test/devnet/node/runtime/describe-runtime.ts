// Puts pallets, APIs and extensions of one spec together into a runtime description.
// Refuses to encode anything but what byte-vector APIs wrap.
import type { LedgerReads } from '../../ledger/ledger.ts';
import { encode } from '../scale/codec.ts';
import type { Type, Variant } from '../scale/type.ts';
import { bytes, composite, lazy, sequence, unnamed, variants } from '../scale/type.ts';
import { accountId, multiAddress, multiSignature } from './common-types.ts';
import type { RuntimeSelf } from './core-apis.ts';
import {
  accountNonceApi,
  callPaymentApi,
  coreApi,
  metadataApi,
  paymentApi,
  queueApi,
} from './core-apis.ts';
import type { Api, ApiMethod, Pallet, PalletTypes, RuntimeDescription } from './description.ts';
import { RawBytes } from './description.ts';
import { EXTENSIONS, extraType } from './extensions.ts';
import { isAbsent, type RuntimeSpec } from './runtime-spec.ts';
import { basketApi } from './basket-api.ts';
import { safeModePallet } from './safe-mode-pallet.ts';
import { stakeApi } from './stake-api.ts';
import { subnetApi } from './subnet-api.ts';
import { subnetIdentityType, subtensorPallet } from './subtensor-pallet.ts';
import { swapApi } from './swap-api.ts';
import { swapPallet } from './swap-pallet.ts';
import { balancesPallet, transactionPaymentPallet, utilityPallet } from './money-pallets.ts';
import { systemPallet, timestampPallet } from './system-pallets.ts';

const RUNTIME = 'node_subtensor_runtime';

export function describeRuntime(
  spec: RuntimeSpec,
  reads: LedgerReads,
  self: RuntimeSelf,
): RuntimeDescription {
  const identity = subnetIdentityType(spec);
  const outerCall: Type = lazy(() => call);
  const outerEvent: Type = lazy(() => event);
  const own = [
    systemPallet(spec, outerEvent),
    timestampPallet,
    balancesPallet,
    transactionPaymentPallet,
    subtensorPallet(spec, identity),
    utilityPallet(outerCall),
    safeModePallet,
    swapPallet,
  ]
    .filter((pallet) => !spec.absent.includes(pallet.name))
    .map((pallet) => withoutAbsent(spec, pallet));
  const pallets = withExtra(own, spec.extra?.(outerCall) ?? []);

  const palletTypes = new Map(pallets.map((pallet) => [pallet.name, typesOf(pallet)]));
  const outer = (name: string, kind: keyof PalletTypes): Type =>
    variants(
      `${RUNTIME}::${name}`,
      pallets.flatMap((pallet): Variant[] => {
        const type = palletTypes.get(pallet.name)?.[kind];
        return type ? [{ name: pallet.name, index: pallet.index, fields: [unnamed(type)] }] : [];
      }),
    );
  const call = outer('RuntimeCall', 'call');
  const event = outer('RuntimeEvent', 'event');
  const extrinsic = extrinsicType(call);

  const apis = [
    coreApi(self),
    metadataApi(self),
    accountNonceApi,
    queueApi(spec, self, extrinsic),
    paymentApi(spec, self, extrinsic),
    callPaymentApi(spec, call),
    subnetApi(spec, reads, identity),
    stakeApi(spec, reads),
    swapApi(spec, reads),
    basketApi(spec, reads),
  ]
    .filter((api) => !spec.absent.includes(api.name))
    .map((api) => ({
      ...api,
      methods: api.methods.filter((method) => !isAbsent(spec, api.name, method.name)),
    }))
    .map((api) => (spec.hasByteVectorApis ? wrapInBytes(api) : api));

  return {
    pallets,
    palletTypes,
    apis,
    extensions: EXTENSIONS,
    outer: {
      runtime: composite(`${RUNTIME}::Runtime`, []),
      extrinsic,
      address: multiAddress,
      signature: multiSignature,
      extra: extraType,
      call,
      event,
      error: outer('RuntimeError', 'error'),
    },
  };
}

function withoutAbsent(spec: RuntimeSpec, pallet: Pallet): Pallet {
  const isThere = ({ name }: { readonly name: string }): boolean =>
    !isAbsent(spec, pallet.name, name);
  return {
    ...pallet,
    calls: pallet.calls.filter(isThere),
    events: pallet.events.filter(isThere),
    storage: pallet.storage.filter(isThere),
    constants: pallet.constants.filter(isThere),
  };
}

function withExtra(own: readonly Pallet[], extra: readonly Pallet[]): Pallet[] {
  const joined = own.map((pallet) => {
    const more = extra.find(({ name }) => name === pallet.name);
    if (!more) return pallet;
    return {
      ...pallet,
      calls: [...pallet.calls, ...more.calls],
      events: [...pallet.events, ...more.events],
      storage: [...pallet.storage, ...more.storage],
    };
  });
  return [...joined, ...extra.filter(({ name }) => own.every((pallet) => pallet.name !== name))];
}

function typesOf(pallet: Pallet): PalletTypes {
  const runtime = [{ name: 'T', type: null }];
  const errors = pallet.errors.map((name, index): Variant => ({ name, index, fields: [] }));
  const make = (kind: string, list: readonly Variant[]): Type | null =>
    list.length === 0 ? null : variants(`${pallet.path}::${kind}`, list, runtime);
  return {
    call: make('Call', pallet.calls),
    event: make('Event', pallet.events),
    error: make('Error', errors),
  };
}

/** Opaque bytes; clients read address, call, signature and extra from the type's parameters. */
const extrinsicType = (call: Type): Type =>
  composite(
    'sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic',
    [unnamed(bytes)],
    [
      { name: 'Address', type: multiAddress },
      { name: 'Call', type: call },
      { name: 'Signature', type: multiSignature },
      { name: 'Extra', type: extraType },
    ],
  );

const SUBTENSOR_APIS: readonly string[] = ['StakeInfoRuntimeApi', 'SubnetInfoRuntimeApi'];
const accountList = sequence(accountId);
const bytesList = sequence(bytes);

/** Accounts go in and results come out as byte vectors, as up to spec 218. */
function wrapInBytes(api: Api): Api {
  if (!SUBTENSOR_APIS.includes(api.name)) return api;
  return { ...api, methods: api.methods.map(wrapMethod) };
}

function wrapMethod(method: ApiMethod): ApiMethod {
  return {
    name: method.name,
    inputs: method.inputs.map((input) => {
      if (input.type === accountId) return { name: `${input.name}_vec`, type: bytes };
      if (input.type === accountList) {
        return { name: input.name.replace(/s$/, '_vecs'), type: bytesList };
      }
      return input;
    }),
    output: bytes,
    run(view, args) {
      const answer = method.run(view, args);
      return answer instanceof RawBytes ? answer.bytes : encode(method.output, answer);
    },
  };
}
