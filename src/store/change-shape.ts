// The shape of a change that no request of ours made.
import type {
  ChangeEvent,
  GonePosition,
  HoldingChange,
  Payout,
  PictureAt,
} from '../model/change.ts';
import {
  amount,
  flag,
  hex,
  listOf,
  number,
  oneOf,
  orMissing,
  orNull,
  recordOf,
  testOf,
  text,
  variantOf,
} from '../parse.ts';

const picture = recordOf<PictureAt>({ hash: hex, number: number, at: number });

const gone = recordOf<GonePosition>({
  netuid: number,
  hotkey: text,
  alpha: amount,
  exit: orNull(amount),
  spot: orMissing(orNull(amount)),
});

const payout = recordOf<Payout>({
  state: oneOf('looking', 'read', 'unread'),
  paid: amount,
  removedAt: orNull(number),
  next: orNull(number),
  failures: number,
});

const event = variantOf<ChangeEvent, 'kind'>('kind', {
  'subnet-dissolved': {
    netuid: number,
    registeredAt: number,
    name: text,
    held: listOf(gone),
    isReused: flag,
    payout,
  },
  'positions-gone': {
    positions: listOf(gone),
    isSwapDue: flag,
  },
  'hotkey-replaced': {
    position: gone,
    toHotkey: text,
    toAlpha: amount,
  },
  'account-reaped': {},
  'validator-deregistered': {
    netuid: number,
    hotkey: text,
  },
});

export const isHoldingChange = testOf<HoldingChange>({
  genesisHash: hex,
  id: text,
  coldkey: text,
  before: picture,
  after: picture,
  freeBefore: amount,
  freeAfter: amount,
  dismissedAt: orNull(number),
  event,
});
