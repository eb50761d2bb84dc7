// A subnet that is held and was not read. Pure.
import type { SubnetFacts } from '../model/facts.ts';
import { toAlphaRao, type Netuid } from '../units.ts';

/** Stands in for a subnet that is held but whose facts did not arrive: its alpha is listed, never lost. */
export function unreadSubnet(netuid: Netuid): SubnetFacts {
  const unread = { known: false, reason: 'unreadable' } as const;
  return {
    netuid,
    registeredAt: 0,
    exists: true,
    curve: 'node-only',
    pool: null,
    nodePrice: unread,
    alphaOut: toAlphaRao(0n),
    isSubtokenEnabled: { known: true, value: true },
    isTransferEnabled: unread,
    injection: unread,
  };
}
