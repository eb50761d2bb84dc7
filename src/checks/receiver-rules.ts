// Rules about who can use what a transfer gives away: what the chain knows of the receiving address. A transfer cannot be
// called back, so what could not be read needs a yes.
import type { AccountFacts, MoveFacts, Reading, ReceiverFacts } from '../model/facts.ts';
import type { Ss58Address } from '../units.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, needsYes, notKnown, nothingNeeded, pass, rule, warn } from './rule.ts';

type Receiver = { account: AccountFacts; facts: ReceiverFacts };

/** Facts about another address than the move's are none. */
function receiverOf({ plan, facts }: PlanSubject): Receiver | null {
  const { move } = plan;
  const { destination: account, receiver } = facts;
  if (move.kind !== 'transfer' || account === null || receiver === null) return null;
  return account.coldkey === move.toColdkey ? { account, facts: receiver } : null;
}

const ownerOf = (subject: PlanSubject): Reading<Ss58Address | null> =>
  receiverOf(subject)?.facts.hotkeyOwner ?? { known: false, reason: 'unreadable' };

/** The end of the address has to be typed: none of these is what somebody means who gives stake away. */
const addressToType = ({ destination }: MoveFacts) =>
  destination === null ? null : ({ unit: 'address', text: destination.coldkey } as const);

/** Owned by the coldkey that gives the stake away. */
function isOwnHotkey(subject: PlanSubject): boolean {
  const owner = ownerOf(subject);
  return owner.known && owner.value === subject.facts.coldkey.coldkey;
}

function isHotkey(subject: PlanSubject): boolean {
  const owner = ownerOf(subject);
  return owner.known && owner.value !== null;
}

export const receiverKeyless = rule<'receiver-keyless', PlanSubject, null>({
  id: 'receiver-keyless',
  verdicts: ['block'],
  applies: (subject) => receiverOf(subject)?.facts.isKeyless === true,
  needs: nothingNeeded,
  judge: () => block(),
  remedyKeys: { block: 'remedyChooseOther' },
});

export const receiverHotkey = rule<'receiver-hotkey', PlanSubject, Ss58Address | null>({
  id: 'receiver-hotkey',
  verdicts: ['pass', 'warn', 'unknown'],
  applies: (subject) => subject.isTransfer && !isOwnHotkey(subject),
  needs: ownerOf,
  judge: ({ facts }, owner) => {
    if (owner === null) return pass();
    const receiver = addressToType(facts);
    if (receiver === null) return notKnown;
    return warn('typed', { owner: { unit: 'address', text: owner }, receiver });
  },
  remedyKeys: { warn: 'remedyAskForColdkey' },
});

export const receiverOwnHotkey = rule<'receiver-own-hotkey', PlanSubject, null>({
  id: 'receiver-own-hotkey',
  verdicts: ['warn'],
  applies: isOwnHotkey,
  needs: nothingNeeded,
  judge: ({ facts }) => {
    const receiver = addressToType(facts);
    return receiver === null ? null : warn('typed', { receiver });
  },
  remedyKeys: { warn: 'remedyUseOwnColdkey' },
});

/** A runtime without contracts has none at this address either. */
export const receiverContract = rule<'receiver-contract', PlanSubject, boolean>({
  id: 'receiver-contract',
  verdicts: ['pass', 'warn', 'unknown'],
  applies: (subject) => {
    const reading = receiverOf(subject)?.facts.isContract;
    return subject.isTransfer && (reading?.known !== false || reading.reason === 'unreadable');
  },
  needs: (subject) =>
    receiverOf(subject)?.facts.isContract ?? { known: false, reason: 'unreadable' },
  judge: ({ facts }, isContract) => {
    if (!isContract) return pass();
    const receiver = addressToType(facts);
    return receiver === null ? notKnown : warn('typed', { receiver });
  },
  remedyKeys: { warn: 'remedyAskForColdkey' },
});

/** An account is there from its first deposit on and ends with its last balance; a hotkey mostly has none. */
const isThere = ({ account }: Receiver): boolean =>
  account.nonce > 0 || account.free > 0n || account.reserved > 0n || account.frozen > 0n;

export const receiverEmpty = rule<'receiver-empty', PlanSubject, boolean>({
  id: 'receiver-empty',
  verdicts: ['pass', 'warn', 'unknown'],
  applies: (subject) => subject.isTransfer && !isHotkey(subject),
  needs: (subject) => {
    const receiver = receiverOf(subject);
    if (receiver === null) return { known: false, reason: 'unreadable' };
    return { known: true, value: isThere(receiver) };
  },
  judge: (_subject, known) => (known ? pass() : needsYes('red')),
  remedyKeys: { warn: 'remedySendLittleFirst' },
});
