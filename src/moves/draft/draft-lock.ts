// Drafts a lock of alpha, and the account's word on locked alpha that others give it. Neither trades nor moves anything.
import { ROOT_NETUID } from '../../units.ts';
import type { Move } from '../../model/move.ts';
import type { StakeCall } from '../../model/stake-calls.ts';
import type { SubnetFacts } from '../../model/facts.ts';
import { networkFeeOf, payNetworkFee } from '../run/pay-network-fee.ts';
import { cannotDraft } from './cannot-draft.ts';
import { plannedLock, type LockMove } from './planned-lock.ts';
import { chooseCall, openSubnets, type Drafted, type Place, type Scene } from './planning.ts';
import { tradesNothing } from './trades-nothing.ts';

/** A call that leaves every pool, position and balance as it is, but for the network fee. */
function drafted(
  scene: Scene,
  call: StakeCall,
  origin: Place,
  subnets: readonly SubnetFacts[],
): Drafted {
  const fees = networkFeeOf(scene.facts.networkFees, `SubtensorModule.${call.name}`);
  return {
    ...tradesNothing,
    call,
    fee: payNetworkFee(scene.state, scene.coldkey, call, fees),
    origin,
    subject: {
      subnets,
      mustBeEnabled: [],
      missingNetuid: null,
      leaving: null,
      entering: null,
      arrival: null,
      isTransfer: false,
      lackingCalls: [],
    },
  };
}

export function draftLock(scene: Scene, move: LockMove): Drafted {
  const { hotkey, netuid, amount } = move;
  const origin = { coldkey: scene.coldkey, hotkey, netuid };
  const { name, lacking } = chooseCall(scene.facts.rules, ['lock_stake']);
  const opened = openSubnets(scene, [netuid]);
  const lock = plannedLock(scene.facts, move);
  if (!opened.ok || name === null) {
    return { ...cannotDraft(scene, { opened, origin, arrival: null, lacking }), lock };
  }
  const subnets = opened.subnets.map(({ facts }) => facts);
  return { ...drafted(scene, { name, hotkey, netuid, amount }, origin, subnets), lock };
}

type AcceptMove = Extract<Move, { kind: 'accept-locked' }>;

export function draftAcceptLocked(scene: Scene, { accepts }: AcceptMove): Drafted {
  const { coldkey } = scene;
  // Of the account, not of a place.
  const origin = { coldkey, hotkey: coldkey, netuid: ROOT_NETUID };
  const { name, lacking } = chooseCall(scene.facts.rules, ['set_reject_locked_alpha']);
  if (name === null) {
    const opened = { ok: true, subnets: [] } as const;
    return cannotDraft(scene, { opened, origin, arrival: null, lacking });
  }
  return drafted(scene, { name, rejects: !accepts }, origin, []);
}
