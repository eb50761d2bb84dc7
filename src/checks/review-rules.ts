// Rules about the moment of review: the figures are fresh, the node agrees, the wallet can sign.
import type { ValueIn } from '../model/check.ts';
import type { ReviewContext } from './review-context.ts';
import { largestImpact, impactSeverity } from './price-rules.ts';
import { block, needsYes, notKnown, nothingNeeded, pass, rule, warn } from './rule.ts';

const PPM_PER_BPS = 100n;

const hasTrades = ({ plan }: ReviewContext): boolean => plan.legs.length > 0;

const isWaiting = ({ exactness }: ReviewContext): boolean =>
  exactness.state === 'unanswered' || exactness.state === 'checking';

function outputValue(
  { plan }: ReviewContext,
  index: number,
  amount: bigint,
): ValueIn<'rao' | 'alpha'> {
  const leg = plan.legs[index];
  return leg === undefined || leg.side === 'sell'
    ? { unit: 'rao', amount }
    : { unit: 'alpha', amount, netuid: leg.netuid };
}

export const nodeAgrees = rule<'node-agrees', ReviewContext, null>({
  id: 'node-agrees',
  verdicts: ['pass', 'warn', 'block'],
  applies: (subject) => hasTrades(subject) && !isWaiting(subject),
  needs: nothingNeeded,
  judge: (subject) => {
    const { exactness } = subject;
    switch (exactness.state) {
      case 'identical':
      case 'model-proven':
      case 'no-trade':
      case 'told':
        return pass();
      case 'differs':
        return block({
          node: outputValue(subject, exactness.leg, exactness.node),
          local: outputValue(subject, exactness.leg, exactness.local),
        });
      case 'unverified':
        return needsYes('warning');
      case 'unanswered':
      case 'checking':
        return null;
    }
  },
  remedyKeys: { block: 'remedyAnotherNode' },
});

/** Until the node has answered nothing may be signed, not even with the user's yes. */
export const nodeAnswered = rule<'node-answered', ReviewContext, null>({
  id: 'node-answered',
  verdicts: ['block'],
  applies: (subject) => hasTrades(subject) && isWaiting(subject),
  needs: nothingNeeded,
  judge: () => block(),
});

export const modelProven = rule<'model-proven', ReviewContext, null>({
  id: 'model-proven',
  verdicts: ['pass', 'warn', 'block', 'unknown'],
  applies: (subject) => hasTrades(subject) && subject.exactness.state !== 'unverified',
  needs: nothingNeeded,
  judge: ({ proof }) => {
    switch (proof.state) {
      case 'proven':
        return pass({ block: { unit: 'block', amount: proof.block.number } });
      case 'differs':
      case 'no-model':
        return block();
      case 'no-simulation':
        return needsYes('warning');
      case 'untested':
        return notKnown;
    }
  },
  remedyKeys: { block: 'remedyAnotherNode', unknown: 'remedyTryAgain' },
});

export const quoteFresh = rule<'quote-age', ReviewContext, number>({
  id: 'quote-age',
  verdicts: ['pass', 'block', 'unknown'],
  applies: () => true,
  needs: ({ head }) => head,
  judge: ({ plan, oldestBlocks }, head) => {
    const age = head - plan.block.number;
    // The plan is far ahead of the newest block: another chain, or an old head. No age can be computed.
    if (age < -oldestBlocks) return notKnown;
    const values = { age: { unit: 'blocks', amount: Math.max(age, 0) } } as const;
    return age > oldestBlocks ? block(values) : pass(values);
  },
  remedyKeys: { block: 'remedyTryAgain' },
});

export const ownImpactLimit = rule<'own-impact-limit', ReviewContext, null>({
  id: 'own-impact-limit',
  verdicts: ['pass', 'warn'],
  applies: hasTrades,
  needs: nothingNeeded,
  judge: ({ plan, impactLimitBps }) => {
    const ppm = largestImpact(plan.legs);
    const limit = BigInt(impactLimitBps) * PPM_PER_BPS;
    const values = {
      impact: { unit: 'ppm', amount: ppm },
      limit: { unit: 'ppm', amount: limit },
    } as const;
    return ppm <= limit ? pass(values) : warn(impactSeverity(ppm) ?? 'notice', values);
  },
  remedyKeys: { warn: 'remedyLargestOrder' },
});

export const canSign = rule<'signer', ReviewContext, null>({
  id: 'signer',
  verdicts: ['pass', 'block'],
  applies: () => true,
  needs: nothingNeeded,
  judge: ({ signer }) => (signer.kind === 'nobody' ? block() : pass()),
  remedyKeys: { block: 'remedyUseWallet' },
});

export const keyCanSign = rule<'key-type', ReviewContext, null>({
  id: 'key-type',
  verdicts: ['pass', 'block'],
  applies: ({ signer }) => signer.kind === 'wallet',
  needs: nothingNeeded,
  judge: ({ signer }) =>
    signer.kind === 'wallet' && signer.keyType === 'ethereum'
      ? block({ wallet: { unit: 'text', text: signer.name } })
      : pass(),
  remedyKeys: { block: 'remedyOtherAccount' },
});

export const walletAllowsNetwork = rule<'wallet-network', ReviewContext, null>({
  id: 'wallet-network',
  verdicts: ['pass', 'block'],
  applies: ({ signer }) => signer.kind === 'wallet' && signer.genesisHash !== null,
  needs: nothingNeeded,
  judge: ({ signer, plan }) =>
    signer.kind === 'wallet' && signer.genesisHash !== plan.runtime.genesisHash
      ? block({ wallet: { unit: 'text', text: signer.name } })
      : pass(),
  remedyKeys: { block: 'remedyWalletNetwork' },
});

export const destinationConfirmed = rule<'destination-confirmed', ReviewContext, null>({
  id: 'destination-confirmed',
  verdicts: ['pass', 'warn'],
  applies: ({ destination }) => destination === 'confirmed' || destination === 'unconfirmed',
  needs: nothingNeeded,
  judge: ({ destination }) => (destination === 'unconfirmed' ? needsYes('red') : pass()),
  remedyKeys: { warn: 'remedyConfirmAddress' },
});

export const destinationTyped = rule<'destination-typed', ReviewContext, null>({
  id: 'destination-typed',
  verdicts: ['warn'],
  applies: ({ destination }) => destination === 'typed',
  needs: nothingNeeded,
  judge: () => warn('notice'),
});

const networkNames: Readonly<Record<number, string>> = { 0: 'Polkadot', 2: 'Kusama' };

/** The key may be the same, its holder's wallet or exchange need not know this chain. */
export const destinationForm = rule<'destination-form', ReviewContext, null>({
  id: 'destination-form',
  verdicts: ['warn'],
  applies: ({ destination, destinationForm: form }) => destination === 'typed' && form !== null,
  needs: nothingNeeded,
  judge: ({ destinationForm: form, plan: { move } }) => {
    if (form === null || move.kind !== 'transfer') return null;
    const name = networkNames[form.prefix];
    const network = name === undefined ? `${form.prefix}` : `${form.prefix}, ${name}`;
    return needsYes('red', {
      network: { unit: 'text', text: network },
      typed: { unit: 'address', text: form.text },
      here: { unit: 'address', text: move.toColdkey },
    });
  },
  remedyKeys: { warn: 'remedyAskForForm' },
});
