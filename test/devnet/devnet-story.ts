// A simulated chain for one test, and a client on its wire.
// Refuses to assert anything.
import { startDevnet, type Devnet, type DevnetOptions } from './devnet.ts';
import { subnetAt } from './ledger/ledger-run.ts';
import { callOf, connectPolkadot, developmentPair } from './polkadot-client.ts';
import { connectRaw, type RpcClient } from './rpc-client.ts';

export const TAO = 1_000_000_000n;
export const SUBNET_TAO_1 =
  '0x658faa385070e074c85bf6b568cf05557a57dce016211512d1700561066b85a30100';

export async function withDevnet(
  run: (devnet: Devnet, client: RpcClient) => Promise<void>,
  options: DevnetOptions = {},
): Promise<void> {
  const devnet = await startDevnet({ subnets: 4, ...options });
  try {
    await run(devnet, connectRaw(devnet));
  } finally {
    await devnet.stop();
  }
}

/** Until what was sent without a socket has arrived. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** A signed purchase of Alice's, by a client that has gone before anything fails. */
export async function signedStake(devnet: Devnet): Promise<string> {
  const api = await connectPolkadot(devnet);
  try {
    const hotkey = subnetAt(devnet.ledger.state, 1).neurons[0]?.hotkey;
    const call = callOf(api, 'subtensorModule', 'addStake', hotkey, 1, TAO);
    const sent = await call.signAsync(developmentPair('//Alice'), { nonce: 0 });
    return sent.toHex();
  } finally {
    await api.disconnect();
  }
}
