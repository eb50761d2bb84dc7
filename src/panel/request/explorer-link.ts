// Links to the user's block explorer, from the template of the network. Makes no request.
import type { Network } from '../../model/network.ts';
import type { SigningRequest } from '../../model/request.ts';

const INDEX_DIGITS = 4;

/** The network that a request was made on, found by genesis hash, because an id may be reused; null: removed. */
export function networkOf<N extends Pick<Network, 'id' | 'genesisHash'>>(
  { networkId, genesisHash }: Pick<SigningRequest, 'networkId' | 'genesisHash'>,
  networks: readonly N[],
): N | null {
  const ofChain = networks.filter((network) => network.genesisHash === genesisHash);
  return ofChain.find(({ id }) => id === networkId) ?? ofChain[0] ?? null;
}

type Extrinsic = { block: number; index: number | null; coldkey: string };

/** The page of an extrinsic; null without an explorer, or where it needs an index and there is none. */
export function extrinsicLink(
  { explorer }: Pick<Network, 'explorer'>,
  { block, index, coldkey }: Extrinsic,
): string | null {
  if (explorer === null || (index === null && explorer.includes('{index}'))) return null;
  const address = explorer
    .replaceAll('{block}', String(block))
    .replaceAll('{index}', String(index ?? '').padStart(INDEX_DIGITS, '0'))
    .replaceAll('{coldkey}', coldkey);
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** The page of a request's extrinsic; null without an explorer or before it is in a block. */
export function explorerLink(
  network: Pick<Network, 'explorer'>,
  { receipt, coldkey }: Pick<SigningRequest, 'receipt' | 'coldkey'>,
): string | null {
  if (receipt === null) return null;
  const { block, extrinsicIndex: index } = receipt;
  return extrinsicLink(network, { block: block.number, index, coldkey });
}
