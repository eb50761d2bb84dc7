// The events that receipts and payouts are read from, as published, and whether a runtime lays them out so. A field without
// a name is known by its place alone: had two amounts changed places, the figures would be wrong and nothing would tell.
// Source: opentensor/subtensor pallets/subtensor/src/macros/events.rs, pallets/transaction-fee; chain reference §6.
import type { LayoutVerdict } from '../../model/layout.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { FieldLayout } from '../runtime/variant-layout.ts';

type Kind = 'account' | 'u16' | 'tao' | 'alpha' | 'amount' | 'flag' | 'any';
type Field = readonly [name: string, kind: Kind];

type PublishedEvent = {
  /** `places`: the fields have no names, and come in this order; `names`: others may stand between them. */
  by: 'places' | 'names';
  fields: readonly Field[];
  /** The last field, and the first spec that has it. */
  lastSince?: number;
  /** Other fields in the runtimes before that spec. */
  early?: { before: number; fields: readonly Field[] };
};

const trade: PublishedEvent = {
  by: 'places',
  fields: [
    ['coldkey', 'account'],
    ['hotkey', 'account'],
    ['tao', 'tao'],
    ['alpha', 'alpha'],
    ['netuid', 'u16'],
    ['fee', 'amount'],
  ],
  // Without it the alpha that a sale took is not known: the event names it net of the fee.
  lastSince: 252,
  // Before dTAO, and in its first runtimes.
  early: {
    before: 233,
    fields: [
      ['hotkey', 'account'],
      ['tao', 'tao'],
    ],
  },
};

const published: Readonly<Record<string, PublishedEvent>> = {
  [`${SUBTENSOR}.StakeAdded`]: trade,
  [`${SUBTENSOR}.StakeRemoved`]: trade,
  [`${SUBTENSOR}.TransactionFeePaidWithAlpha`]: {
    by: 'names',
    fields: [
      ['netuid', 'u16'],
      ['alpha_fee', 'alpha'],
    ],
  },
  [`${SUBTENSOR}.BasketClaimed`]: {
    by: 'names',
    fields: [
      ['hotkey', 'account'],
      ['tao', 'tao'],
    ],
  },
  [`${SUBTENSOR}.BasketClaimDustSkipped`]: {
    by: 'names',
    fields: [
      ['hotkey', 'account'],
      ['forfeited_tao_est', 'amount'],
    ],
  },
  [`${SUBTENSOR}.StakeLocked`]: {
    by: 'names',
    fields: [
      ['coldkey', 'account'],
      ['hotkey', 'account'],
      ['netuid', 'u16'],
      ['amount', 'alpha'],
    ],
  },
  [`${SUBTENSOR}.RejectLockedAlphaUpdated`]: {
    by: 'names',
    fields: [
      ['coldkey', 'account'],
      ['enabled', 'flag'],
    ],
  },
  'TransactionPayment.TransactionFeePaid': { by: 'names', fields: [['actual_fee', 'amount']] },
  'System.ExtrinsicSuccess': { by: 'names', fields: [] },
  'System.ExtrinsicFailed': { by: 'names', fields: [['dispatch_error', 'any']] },
  'Balances.Transfer': {
    by: 'names',
    fields: [
      ['from', 'account'],
      ['to', 'account'],
      ['amount', 'amount'],
    ],
  },
};

/** `Pallet.Event` of each. */
export const publishedEvents: readonly string[] = Object.keys(published);

const shapes: Readonly<Record<Kind, string | null>> = {
  account: '[u8;32]',
  u16: 'u16',
  tao: 'u64',
  alpha: 'u64',
  amount: 'u64',
  flag: 'bool',
  any: null,
};

/** Both are u64: where the runtime's source names them apart, one does not pass for the other. */
const isOtherUnit = (kind: Kind, { typeName }: FieldLayout): boolean =>
  (kind === 'tao' && /alpha/i.test(typeName)) || (kind === 'alpha' && /tao/i.test(typeName));

const isField = ([, kind]: Field, field: FieldLayout): boolean =>
  (shapes[kind] === null || shapes[kind] === field.shape) && !isOtherUnit(kind, field);

/** Named fields are read by name, whatever their order; fields without names by their place. */
function isSame(by: PublishedEvent['by'], fields: readonly Field[], told: readonly FieldLayout[]) {
  if (by === 'names' || told.every(({ name }) => name !== null)) {
    return fields.every((field) =>
      told.some((one) => one.name === field[0] && isField(field, one)),
    );
  }
  return (
    told.length === fields.length &&
    told.every((one, at) => {
      const field = fields[at];
      return one.name === null && field !== undefined && isField(field, one);
    })
  );
}

const word = ({ name, shape, typeName }: FieldLayout, at: number): string =>
  `${name ?? at}: ${/tao|alpha/i.test(typeName) ? typeName : shape}`;

/** `path`: a `Pallet.Event` of `publishedEvents`; RangeError for another one. */
export function judgeEventLayout(runtime: Runtime, path: string): LayoutVerdict {
  const row = published[path];
  if (!row) throw new RangeError(`no published event: ${path}`);
  const [pallet = '', name = ''] = path.split('.');
  const layout = runtime.layoutOf('events', pallet, name);
  if (layout === null) return { state: 'absent' };
  const isEarly = row.lastSince !== undefined && runtime.ref.specVersion < row.lastSince;
  const fields = isEarly ? row.fields.slice(0, -1) : row.fields;
  if (isSame(row.by, fields, layout.fields)) return { state: 'same' };
  const { before = 0, fields: first = [] } = row.early ?? {};
  if (runtime.ref.specVersion < before && isSame(row.by, first, layout.fields)) {
    return { state: 'same' };
  }
  const ours = fields.map(([field, kind]) => `${field}: ${shapes[kind] ?? kind}`).join(', ');
  return { state: 'other', ours, chain: layout.fields.map(word).join(', ') };
}

const known = new WeakMap<Runtime, Set<string>>();

/** Whether it is one of those events, laid out otherwise: its fields may mean anything. */
export function isUnknownLayout(runtime: Runtime, path: string): boolean {
  if (!Object.hasOwn(published, path)) return false;
  let others = known.get(runtime);
  if (others === undefined) {
    const of = (one: string): boolean => judgeEventLayout(runtime, one).state === 'other';
    others = new Set(publishedEvents.filter(of));
    known.set(runtime, others);
  }
  return others.has(path);
}
