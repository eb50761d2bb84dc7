// The reference client on a simulated chain: @polkadot/api over the socket, and the public development keys.
// Refuses to be used by anything but tests.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { Devnet } from './devnet.ts';

export async function connectPolkadot(devnet: Devnet): Promise<ApiPromise> {
  const provider = new WsProvider(devnet.url, false);
  await provider.connect();
  // @ts-expect-error its own provider's optional members say `| undefined`, which exactOptionalPropertyTypes tells apart
  return ApiPromise.create({ provider, noInitWarn: true, throwOnConnect: true });
}

export function developmentPair(
  path: string,
  type: 'sr25519' | 'ed25519' | 'ecdsa' = 'sr25519',
): KeyringPair {
  return new Keyring({ type, ss58Format: 42 }).addFromUri(path);
}

/** A call by pallet and name; throws where the metadata lacks it. */
export function callOf(api: ApiPromise, pallet: string, name: string, ...args: unknown[]) {
  const make = api.tx[pallet]?.[name];
  if (!make) throw new RangeError(`No call ${pallet}.${name}`);
  return make(...args);
}

export async function runtimeAnswer(
  api: ApiPromise,
  trait: string,
  method: string,
  ...args: unknown[]
): Promise<unknown> {
  const call = api.call[trait]?.[method];
  if (!call) throw new RangeError(`No runtime API ${trait}.${method}`);
  return (await call(...args)).toJSON();
}
