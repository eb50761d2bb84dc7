// The draft where the subnet, its pool model or the call is missing: facts for the checks, no call.
import type { FeePayment } from '../run/pay-network-fee.ts';
import type { Drafted, Opened, Place, Scene } from './planning.ts';
import { tradesNothing } from './trades-nothing.ts';

type What = {
  opened: Opened;
  origin: Place;
  arrival: Pick<Place, 'hotkey' | 'netuid'> | null;
  lacking: readonly string[];
};

/** Without a call there is no network fee, and nothing that could not be paid. */
function noFee({ state }: Scene): FeePayment {
  const networkFee = { known: false, reason: 'not-on-this-runtime' } as const;
  return { networkFee, state, legs: [], isPayable: null };
}

export function cannotDraft(scene: Scene, { opened, origin, arrival, lacking }: What): Drafted {
  const subnets = opened.ok ? opened.subnets.map(({ facts }) => facts) : opened.facts;
  return {
    ...tradesNothing,
    call: null,
    fee: noFee(scene),
    origin,
    subject: {
      subnets,
      mustBeEnabled: [],
      missingNetuid: opened.ok ? null : opened.missingNetuid,
      leaving: null,
      entering: null,
      arrival,
      isTransfer: false,
      lackingCalls: lacking,
    },
  };
}
