// Whether a call read back from bytes is the call that was planned, field by field, and whether everything else that is
// signed is as planned.
import { sentDifference } from '../chain/extrinsic/decode-extrinsic.ts';
import { eraFrom, lastBlockOf } from '../chain/extrinsic/era.ts';
import { publishedBytes } from '../chain/extrinsic/known-calls.ts';
import { preparedDifference } from '../chain/extrinsic/read-signed-bytes.ts';
import type { RuntimeRef } from '../model/facts.ts';
import type { CallDraft, CallValue, Plan } from '../model/plan.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { SigningRequest } from '../model/request.ts';
import type { Hex, Ss58Address } from '../units.ts';

function isList(value: CallValue): value is readonly CallValue[] {
  return Array.isArray(value);
}

const isInteger = (value: CallValue): value is bigint | number =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));

function valueDifference(path: string, planned: CallValue, decoded: CallValue): string | null {
  // A decoder gives small integers as numbers and large ones as bigint: only the value is compared.
  if (isInteger(planned) && isInteger(decoded)) {
    return BigInt(planned) === BigInt(decoded) ? null : path;
  }
  if (isList(planned) || isList(decoded)) {
    if (!isList(planned) || !isList(decoded) || planned.length !== decoded.length) return path;
    for (const [index, value] of planned.entries()) {
      const found = valueDifference(`${path}[${index}]`, value, decoded[index] ?? null);
      if (found !== null) return found;
    }
    return null;
  }
  if (typeof planned === 'object' && planned !== null) {
    if (typeof decoded !== 'object' || decoded === null) return path;
    return callDifference(planned, decoded, `${path}.`);
  }
  return planned === decoded ? null : path;
}

/** Where the two calls differ first, as a path like `calls[1].netuid`; null: nowhere. */
export function callDifference(planned: CallDraft, decoded: CallDraft, at = ''): string | null {
  if (planned.pallet !== decoded.pallet) return `${at}pallet`;
  if (planned.name !== decoded.name) return `${at}name`;
  const names = new Set([...Object.keys(planned.args), ...Object.keys(decoded.args)]);
  for (const name of names) {
    const [mine, theirs] = [planned.args[name], decoded.args[name]];
    if (mine === undefined || theirs === undefined) return `${at}${name}`;
    const found = valueDifference(`${at}${name}`, mine, theirs);
    if (found !== null) return found;
  }
  return null;
}

type Wanted = {
  coldkey: Ss58Address;
  runtime: RuntimeRef;
  call: CallDraft;
  eraBlocks: number;
};

/** What a stored plan wants signed; null where it has no call. */
export function wantedOf({ move, runtime, call, terms }: Plan): Wanted | null {
  const { coldkey } = move;
  return call === null ? null : { coldkey, runtime, call, eraBlocks: terms.eraBlocks };
}

/**
 * Where what the wallet will show and the bytes whose signature counts differ from the request; null: nowhere. The
 * bytes are read back whole. `hashed`: a wallet may have chosen the metadata hash, which the plan says nothing of.
 */
export function payloadDifference(
  prepared: PreparedExtrinsic,
  wanted: Wanted | null,
  mode: 'plain' | 'hashed' = 'plain',
): string | null {
  if (wanted === null) return 'call';
  const { payload, birth, deathBlock } = prepared;
  const { coldkey, runtime, call, eraBlocks } = wanted;
  const fields: [string, boolean][] = [
    ['address', payload.address === coldkey],
    ['genesisHash', payload.genesisHash === runtime.genesisHash],
    ['specVersion', prepared.specVersion === runtime.specVersion],
    [
      'transactionVersion',
      BigInt(payload.transactionVersion) === BigInt(runtime.transactionVersion),
    ],
    ['birth', birth.number >= 1],
    ['era', deathBlock === lastBlockOf(eraFrom(birth.number, eraBlocks), birth.number)],
    ['mode', mode === 'hashed' || payload.metadataHash === null],
    ['method', prepared.call === publishedBytes(call)],
  ];
  return fields.find(([, isSame]) => !isSame)?.[0] ?? preparedDifference(prepared);
}

/** Where a stored request, and its extrinsic once there is one, differ from what was reviewed; null: nowhere. */
export function requestDifference(
  { plan, coldkey, genesisHash }: SigningRequest,
  prepared: PreparedExtrinsic,
  extrinsic: Hex | null,
): string | null {
  if (plan.move.coldkey !== coldkey) return 'address';
  if (plan.runtime.genesisHash !== genesisHash) return 'genesisHash';
  const mode = extrinsic === null ? 'plain' : 'hashed';
  const inPayload = payloadDifference(prepared, wantedOf(plan), mode);
  return inPayload ?? (extrinsic === null ? null : sentDifference(extrinsic, prepared));
}
