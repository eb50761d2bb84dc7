// Calls, payloads and extrinsics as @polkadot/api makes them from the same inputs: the referee of ours.
import { expandMetadata, Metadata, TypeRegistry } from '@polkadot/types';
import type { Call } from '@polkadot/types/interfaces';
import type { CallDraft, CallValue } from '../../src/model/plan.ts';
import type { SignerPayload } from '../../src/model/extrinsic.ts';
import type { Hex } from '../../src/units.ts';

export type CallReferee = {
  call: (draft: CallDraft) => string;
  /** The bytes that a wallet signs, before long ones are hashed. */
  signedBytes: (payload: SignerPayload) => string;
  extrinsic: (
    call: string,
    payload: SignerPayload,
    signature: Hex,
  ) => { hex: string; hash: string };
  registry: TypeRegistry;
};

/** Extensions of this chain that the referee does not know; they encode to nothing. */
export const NO_EFFECT = Object.fromEntries(
  [
    'SubtensorSignedExtension',
    'CommitmentsSignedExtension',
    'SubtensorTransactionExtension',
    'SudoTransactionExtension',
    'CheckShieldedTxValidity',
    'DrandPriority',
  ].map((name) => [name, { extrinsic: {}, payload: {} }]),
);

const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function isDraft(value: CallValue): value is CallDraft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function createCallReferee(metadataBytes: Uint8Array): CallReferee {
  const registry = new TypeRegistry();
  const metadata = new Metadata(registry, metadataBytes);
  registry.setMetadata(metadata, undefined, NO_EFFECT);
  const { tx } = expandMetadata(registry, metadata);

  function argument(value: CallValue): unknown {
    if (isDraft(value)) return build(value);
    return Array.isArray(value) ? value.map((item: CallValue) => argument(item)) : value;
  }

  function build({ pallet, name, args }: CallDraft): Call {
    const make = tx[lowerFirst(pallet)]?.[camel(name)];
    if (!make) throw new Error(`the referee has no ${pallet}.${name}`);
    const byName = new Map(Object.entries(args).map(([field, value]) => [camel(field), value]));
    const values = make.meta.args.map((field) => {
      const value = byName.get(camel(field.name.toString()));
      if (value === undefined) throw new Error(`no ${field.name.toString()} for ${name}`);
      return argument(value);
    });
    return registry.createType('Call', make(...values).toU8a());
  }

  return {
    registry,
    call: (draft) => build(draft).toHex(),
    signedBytes: (payload) => {
      const typed = registry.createType('ExtrinsicPayload', payload, { version: payload.version });
      return `0x${Buffer.from(typed.toU8a({ method: true })).toString('hex')}`;
    },
    extrinsic: (call, payload, signature) => {
      const extrinsic = registry.createType('Extrinsic', { method: call }, { version: 4 });
      const typed = registry.createType('ExtrinsicPayload', payload, { version: payload.version });
      extrinsic.addSignature(payload.address, signature, typed.toHex());
      return { hex: extrinsic.toHex(), hash: extrinsic.hash.toHex() };
    },
  };
}
