// Whether a call read back from bytes is the call that was planned, field by field.
import { AppError } from '../errors.ts';
import type { RuntimeRef } from '../model/facts.ts';
import type { CallDraft, CallValue } from '../model/plan.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { Ss58Address } from '../units.ts';

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

/** Where what the wallet will show and the bytes whose signature counts differ from the request; null: nowhere. */
export function payloadDifference(
  prepared: PreparedExtrinsic,
  wanted: { coldkey: Ss58Address; runtime: RuntimeRef },
): string | null {
  const { payload, birth } = prepared;
  const { coldkey, runtime } = wanted;
  const { genesisHash, specVersion, transactionVersion } = runtime;
  const fields: [string, boolean][] = [
    ['address', payload.address === coldkey],
    ['genesisHash', payload.genesisHash === genesisHash],
    ['blockHash', payload.blockHash === birth.hash],
    ['blockNumber', BigInt(payload.blockNumber) === BigInt(birth.number)],
    ['method', payload.method === prepared.call],
    ['nonce', BigInt(payload.nonce) === BigInt(prepared.nonce)],
    ['tip', BigInt(payload.tip) === 0n],
    ['specVersion', BigInt(payload.specVersion) === BigInt(specVersion)],
    ['specVersion', prepared.specVersion === specVersion],
    ['transactionVersion', BigInt(payload.transactionVersion) === BigInt(transactionVersion)],
    ['mode', payload.mode === 0 && payload.metadataHash === null],
    ['signedBytes', prepared.signedBytes.startsWith(prepared.call)],
    ['signedBytes', prepared.signedBytes.includes(genesisHash.slice(2))],
    ['signedBytes', prepared.signedBytes.includes(birth.hash.slice(2))],
  ];
  return fields.find(([, isSame]) => !isSame)?.[0] ?? null;
}

/** Throws PAYLOAD_MISMATCH naming the first field that is not as planned. */
export function requireSame(difference: string | null): void {
  if (difference !== null) throw new AppError('PAYLOAD_MISMATCH', { field: difference });
}
