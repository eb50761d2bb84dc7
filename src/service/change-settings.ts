// Takes over changed settings after checking what could do harm: endpoints, and the names of networks.
import { validateEndpoint } from '../chain/networks.ts';
import { AppError } from '../errors.ts';
import { LOCAL_NETWORK_ID, NETWORKS } from '../networks.ts';
import type { Network, Settings } from '../store/schema.ts';
import { patchSettings } from '../store/settings.ts';
import type { Hex } from '../units.ts';

/** Only https, only with the block and index in it: a link is clicked with trust. */
function checkExplorer(template: string): string {
  if (!URL.canParse(template) || new URL(template).protocol !== 'https:') {
    throw new AppError('BAD_ENDPOINT', { reason: 'explorer' });
  }
  return template;
}

/** A built-in network keeps its genesis hash and its name whatever the settings say; endpoints may change. */
function checkNetwork(network: Network): Network {
  const builtIn = NETWORKS.find(({ id }) => id === network.id);
  return {
    ...network,
    ...(builtIn && {
      name: builtIn.name,
      isReal: builtIn.isReal,
      genesisHash: builtIn.genesisHash ?? network.genesisHash,
    }),
    endpoints: network.endpoints.map(validateEndpoint),
    archive: network.archive === null ? null : validateEndpoint(network.archive),
    explorer: network.explorer === null ? null : checkExplorer(network.explorer),
  };
}

/** Throws BAD_ENDPOINT for an address that must not be dialled. */
export async function changeSettings(patch: Partial<Settings>): Promise<Settings> {
  return patchSettings({
    ...patch,
    ...(patch.networks && { networks: patch.networks.map(checkNetwork) }),
  });
}

/** What a client must hold a node to: a local chain starts anew, so nothing there. */
export function expectedGenesis(network: Network): Hex | null {
  return network.id === LOCAL_NETWORK_ID ? null : network.genesisHash;
}

/** Remembers the genesis of a network that had none yet, under which its readings are filed. */
export async function learnGenesis(
  settings: Settings,
  network: Network,
  genesisHash: Hex,
): Promise<boolean> {
  if (network.genesisHash === genesisHash) return false;
  const others = settings.networks.filter(({ id }) => id !== network.id);
  await patchSettings({ networks: [...others, { ...network, genesisHash }] });
  return true;
}
