// The account that holds a subnet's TAO.
import type { Netuid, Ss58Address } from '../../units.ts';
import { formatSs58 } from '../scale/ss58.ts';

/** "modl", the pallet's id, the netuid little-endian, zeros. */
export function subnetAccountOf(netuid: Netuid): Ss58Address {
  const bytes = new Uint8Array(32);
  bytes.set(new TextEncoder().encode('modlsubtensr'));
  bytes.set([netuid & 0xff, netuid >> 8], 12);
  return formatSs58(bytes);
}
