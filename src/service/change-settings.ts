// Takes over changed settings after checking what could do harm: endpoints, and the names of networks.
import { validateEndpoint } from '../chain/rpc/validate-endpoint.ts';
import { AppError } from '../errors.ts';
import { LOCAL_NETWORK_ID, NETWORKS } from '../model/built-in-networks.ts';
import type { Network } from '../model/network.ts';
import type { Settings } from '../model/settings.ts';
import { changeStoredSettings, patchSettings } from '../store/settings.ts';
import type { Hex } from '../units.ts';

/** Genesis hashes of the chains whose TAO has a value. */
const realChains = new Set(NETWORKS.flatMap((known) => (known.isReal ? known.genesisHash : [])));

/** A network of unknown genesis counts as real: calling real TAO worthless does more harm than no warning. */
function isRealChain(genesisHash: Hex | null, builtIn: Network | undefined): boolean {
  if (builtIn?.genesisHash) return builtIn.isReal;
  if (genesisHash !== null) return realChains.has(genesisHash);
  return builtIn?.isReal ?? true;
}

/** Names the network's field that holds the refused address. */
function inField<T>(field: string, text: string, check: (text: string) => T): T {
  try {
    return check(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw AppError.of({ code: error.code, detail: { ...error.detail, field, text } }, error);
  }
}

/** Only https: a link is clicked with trust. */
function checkExplorer(template: string): string {
  if (!URL.canParse(template) || new URL(template).protocol !== 'https:') {
    throw new AppError('BAD_ENDPOINT', { text: template, reason: 'explorer' });
  }
  return template;
}

/** A built-in network keeps its genesis hash and its name whatever the settings say; endpoints may change. */
function checkNetwork(network: Network): Network {
  const { archive, explorer } = network;
  const builtIn = NETWORKS.find(({ id }) => id === network.id);
  const genesisHash = builtIn?.genesisHash ?? network.genesisHash;
  return {
    ...network,
    ...(builtIn && { name: builtIn.name }),
    genesisHash,
    isReal: isRealChain(genesisHash, builtIn),
    endpoints: network.endpoints.map((endpoint, index) =>
      inField(`endpoint-${index}`, endpoint, validateEndpoint),
    ),
    archive: archive === null ? null : inField('archive', archive, validateEndpoint),
    explorer: explorer === null ? null : inField('explorer', explorer, checkExplorer),
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

/**
 * Remembers the genesis that a client of that network found, under which its readings are filed. A known genesis stays,
 * except that of a local chain, which starts anew. false: nothing was learned, or the network was removed meanwhile.
 */
export async function learnGenesis(networkId: string, genesisHash: Hex): Promise<boolean> {
  const builtIn = NETWORKS.find(({ id }) => id === networkId);
  const isReal = isRealChain(genesisHash, builtIn);
  let isLearned = false;
  await changeStoredSettings(({ networks }) => {
    const network = networks.find(({ id }) => id === networkId) ?? builtIn;
    isLearned =
      network !== undefined &&
      network.genesisHash !== genesisHash &&
      expectedGenesis(network) === null;
    if (!isLearned || network === undefined) return null;
    const others = networks.filter(({ id }) => id !== networkId);
    return { networks: [...others, { ...network, genesisHash, isReal }] };
  });
  return isLearned;
}
