// The shape of a change that no request of ours made.
import type {
  ChangeEvent,
  ChangeKind,
  GonePosition,
  HoldingChange,
  Payout,
  PictureAt,
} from '../model/change.ts';
import {
  isAmount,
  isAnything,
  isFlag,
  isHex,
  isNumber,
  isText,
  listOf,
  oneOf,
  orNull,
  recordOf,
  variantOf,
} from './shape.ts';

const picture = recordOf<PictureAt>({ hash: isHex, number: isNumber, at: isNumber });

const gone = recordOf<GonePosition>({
  netuid: isNumber,
  hotkey: isText,
  alpha: isAmount,
  exit: orNull(isAmount),
});

const payout = recordOf<Payout>({
  state: oneOf('looking', 'read', 'unread'),
  paid: isAmount,
  removedAt: orNull(isNumber),
  next: orNull(isNumber),
  failures: isNumber,
});

type Event<K extends ChangeKind> = Extract<ChangeEvent, { kind: K }>;

const event = variantOf<ChangeKind>('kind', {
  'subnet-dissolved': recordOf<Event<'subnet-dissolved'>>({
    kind: isText,
    netuid: isNumber,
    registeredAt: isNumber,
    name: isText,
    held: listOf(gone),
    isReused: isFlag,
    payout,
  }),
  'positions-gone': recordOf<Event<'positions-gone'>>({
    kind: isText,
    positions: listOf(gone),
    isSwapDue: isFlag,
  }),
  'hotkey-replaced': recordOf<Event<'hotkey-replaced'>>({
    kind: isText,
    position: gone,
    toHotkey: isText,
    toAlpha: isAmount,
  }),
  'account-reaped': isAnything,
  'validator-deregistered': recordOf<Event<'validator-deregistered'>>({
    kind: isText,
    netuid: isNumber,
    hotkey: isText,
  }),
});

export const isHoldingChange = recordOf<HoldingChange>({
  genesisHash: isHex,
  id: isText,
  coldkey: isText,
  before: picture,
  after: picture,
  freeBefore: isAmount,
  freeAfter: isAmount,
  dismissedAt: orNull(isNumber),
  event,
});
