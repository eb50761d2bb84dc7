// The networks that come with the extension, overridden and extended by those of the settings.
import type { Network } from './network.ts';
import type { Settings } from './settings.ts';

export const NETWORKS: readonly Network[] = [
  {
    id: 'finney',
    name: 'Bittensor',
    genesisHash: '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03',
    endpoints: [
      'wss://entrypoint-finney.opentensor.ai:443',
      'wss://lite.sub.latent.to:443',
      'wss://archive.chain.opentensor.ai:443',
    ],
    operators: {},
    archive: 'wss://archive.chain.opentensor.ai:443',
    isReal: true,
    explorer: 'https://taostats.io/extrinsic/{block}-{index}',
  },
  {
    id: 'test',
    name: 'Bittensor test',
    genesisHash: '0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105',
    endpoints: ['wss://test.finney.opentensor.ai:443'],
    operators: {},
    archive: null,
    isReal: false,
    explorer: null,
  },
  {
    id: 'local',
    name: 'Local node',
    genesisHash: null,
    endpoints: ['ws://127.0.0.1:9944'],
    operators: {},
    archive: 'ws://127.0.0.1:9944',
    isReal: false,
    explorer: null,
  },
];

/** A development chain gets a new genesis at each start: its learned hash files records and is not required. */
export const LOCAL_NETWORK_ID = 'local';

/** Built-in networks (a changed one in its original's place), then those that the user added. */
export function networksOf(settings: Settings): readonly Network[] {
  const changed = new Map(settings.networks.map((network) => [network.id, network]));
  const builtIn = NETWORKS.map((network) => changed.get(network.id) ?? network);
  const added = settings.networks.filter(({ id }) => NETWORKS.every((known) => known.id !== id));
  return [...builtIn, ...added];
}

/** The chosen network; the first one when the choice no longer exists. */
export function currentNetwork(settings: Settings): Network {
  const networks = networksOf(settings);
  const chosen = networks.find(({ id }) => id === settings.networkId) ?? networks[0];
  if (!chosen) throw new RangeError('no network at all');
  return chosen;
}
