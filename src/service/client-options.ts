// What every connection of this life of the worker starts from.
import {
  createChainClient,
  type ChainClient,
  type ChainClientOptions,
} from '../chain/chain-client.ts';
import { createEndpointMemory } from '../chain/rpc/endpoint-list.ts';
import type { Network } from '../model/network.ts';
import { operatorOf } from '../model/operators.ts';
import { expectedGenesis } from './change-settings.ts';
import { metadataCache } from './metadata-cache.ts';

/** Of all clients of this life of the worker: what one learned of an endpoint, the next one need not learn again. */
export const endpointMemory = createEndpointMemory();

/** What every connection to that network starts from. */
export const clientOptions = (network: Network): ChainClientOptions => ({
  network: { ...network, genesisHash: expectedGenesis(network) },
  operatorOf: (endpoint) => operatorOf(network, endpoint),
  memory: endpointMemory,
  metadataCache,
});

export const openClient = (network: Network): ChainClient =>
  createChainClient(clientOptions(network));
