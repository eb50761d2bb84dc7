// A simulated chain with the reference client on it, for tests that sign.
// Refuses to judge what the node answers, but for the wording of refusals.
import assert from 'node:assert/strict';
import type { ApiPromise } from '@polkadot/api';
import type { KeyringPair } from '@polkadot/keyring/types';
import { startDevnet, type Devnet, type DevnetOptions } from './devnet.ts';
import { toHex } from './node/scale/bytes.ts';
import { subnetAt } from './ledger/ledger-run.ts';
import { callOf, connectPolkadot } from './polkadot-client.ts';
import { NodeError } from './rpc-client.ts';

export const TAO = 1_000_000_000n;

export type Story = Readonly<{ devnet: Devnet; api: ApiPromise; hotkey: string }>;

export async function withNode(
  run: (story: Story) => Promise<void>,
  options: DevnetOptions = {},
): Promise<void> {
  const devnet = await startDevnet({ subnets: 4, ...options });
  const api = await connectPolkadot(devnet);
  try {
    const hotkey = subnetAt(devnet.ledger.state, 1).neurons.find((n) => n.hasPermit)?.hotkey;
    assert.ok(hotkey);
    await run({ devnet, api, hotkey });
  } finally {
    await api.disconnect();
    await devnet.stop();
  }
}

export const keyOf = (pair: KeyringPair): string => toHex(pair.addressRaw);

export const stake = ({ api, hotkey }: Story, amount: bigint) =>
  callOf(api, 'subtensorModule', 'addStake', hotkey, 1, amount);

export const refusedWith = (code: number, text: string) => (error: unknown) => {
  assert.ok(error instanceof NodeError, String(error));
  assert.deepEqual([error.code, error.data ?? error.message], [code, text]);
  return true;
};

type Signing = Readonly<Record<string, unknown>>;

export async function signed(
  story: Story,
  pair: KeyringPair,
  signing: Signing = {},
  amount = TAO,
): Promise<string> {
  const extrinsic = await stake(story, amount).signAsync(pair, { nonce: -1, ...signing });
  return extrinsic.toHex();
}

/** Names of the events that the extrinsic at this index of a block raised. */
export async function eventsOf({ api }: Story, hash: string, index: number): Promise<string[]> {
  const at = await api.at(hash);
  const records = await at.query['system']?.['events']?.();
  const list: unknown = JSON.parse(JSON.stringify(records?.toHuman()));
  assert.ok(Array.isArray(list));
  return list
    .filter((record) => record.phase.ApplyExtrinsic === String(index))
    .map((record) => `${record.event.section}.${record.event.method}`);
}
