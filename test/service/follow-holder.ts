// A simulated chain that the service follows: as a network of its own, with one account that holds stake in many subnets.
import assert from 'node:assert/strict';
import { parseHex } from '../../src/chain/scale/hex.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { addWatched } from '../../src/service/accounts.ts';
import { changeSettings } from '../../src/service/change-settings.ts';
import type { Devnet } from '../devnet/devnet.ts';
import { developmentColdkeys } from '../devnet/ledger/genesis/development-accounts.ts';
import { credit } from '../devnet/ledger/state/share-pool.ts';

export const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');

/** Follows Alice, who holds stake in that many subnets of a network that is chosen in the settings. */
export async function followHolder(net: Devnet, held: number) {
  const { alice } = developmentColdkeys();
  const hotkey = net.ledger.state.stakingHotkeys.get(alice)?.[0];
  assert.ok(hotkey !== undefined);
  for (let netuid = 1; netuid <= held; netuid += 1)
    credit(net.ledger.state, hotkey, alice, netuid, 5_000_000_000n);
  net.produceBlock();
  const network = {
    id: 'test',
    name: 'Cost',
    genesisHash: parseHex(net.genesisHash, 'genesis hash', 32),
    endpoints: [net.url],
    operators: {},
    archive: null,
    isReal: false,
    explorer: null,
  };
  await changeSettings({ networks: [network], networkId: network.id });
  await addWatched({ text: ALICE, label: '', isMine: true });
  return { network, alice, hotkey };
}
