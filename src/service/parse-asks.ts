// Turns what a message claims to ask into a typed ask, method by method. The senders are ours, and still
// nothing is believed by its name.
import * as v from 'valibot';
import { parseSs58 } from '../chain/ss58.ts';
import { AppError } from '../errors.ts';
import type { AskParsers } from '../protocol.ts';
import { toAlphaRao, toNetuid, toRao, U64_MAX, type Hex } from '../units.ts';

const MAX_TEXT = 300;
const MAX_LIST = 600;

const u64 = v.pipe(
  v.bigint(),
  v.check((value) => value >= 0n && value <= U64_MAX),
);
const rao = v.pipe(u64, v.transform(toRao));
const alpha = v.pipe(u64, v.transform(toAlphaRao));
const netuid = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(0xffff),
  v.transform(toNetuid),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const hash = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-f]{64}$/),
  v.transform((value): Hex => `0x${value.slice(2)}`),
);
/** Only the canonical form: prefix 42, as everything inside the extension is. */
const coldkey = v.pipe(v.string(), v.maxLength(60), v.transform(parseSs58));
const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.maxLength(MAX_LIST));

const from = { coldkey, hotkey: coldkey, netuid };
const move = v.variant('kind', [
  v.strictObject({ kind: v.literal('stake'), ...from, amount: rao }),
  v.strictObject({ kind: v.literal('unstake'), ...from, amount: alpha }),
  v.strictObject({ kind: v.literal('unstake-all'), ...from }),
  v.strictObject({
    kind: v.literal('change-validator'),
    ...from,
    toHotkey: coldkey,
    amount: alpha,
  }),
  v.strictObject({
    kind: v.literal('change-subnet'),
    ...from,
    toNetuid: netuid,
    toHotkey: coldkey,
    amount: alpha,
    route: v.picklist(['protected', 'one-call']),
  }),
  v.strictObject({ kind: v.literal('give'), ...from, toColdkey: coldkey, amount: alpha }),
  v.strictObject({
    kind: v.literal('exit-many'),
    coldkey,
    items: list(v.strictObject({ hotkey: coldkey, netuid })),
    sending: v.picklist(['one-by-one', 'one-batch']),
  }),
]);
const terms = v.strictObject({
  toleranceBps: v.pipe(count, v.maxValue(10_000)),
  allowPartial: v.boolean(),
  eraBlocks: v.pipe(count, v.minValue(4), v.maxValue(4096)),
});

const network = v.strictObject({
  id,
  name: text,
  genesisHash: v.nullable(hash),
  endpoints: v.pipe(list(text), v.minLength(1)),
  archive: v.nullable(text),
  isReal: v.boolean(),
  explorer: v.nullable(text),
});
const moveKind = v.picklist([
  'stake',
  'unstake',
  'unstake-all',
  'change-validator',
  'change-subnet',
  'give',
  'exit-many',
]);
const settings = v.strictObject({
  networkId: v.exactOptional(id),
  networks: v.exactOptional(list(network)),
  theme: v.exactOptional(v.picklist(['system', 'dark', 'light'])),
  hidesAmounts: v.exactOptional(v.boolean()),
  smallUnderRao: v.exactOptional(rao),
  impactLimitBps: v.exactOptional(v.pipe(count, v.maxValue(10_000))),
  toleranceBps: v.exactOptional(v.record(moveKind, v.pipe(count, v.maxValue(10_000)))),
  badge: v.exactOptional(v.picklist(['none', 'sellable', 'change'])),
  fiat: v.exactOptional(v.nullable(v.strictObject({ currency: text, source: text }))),
  favourites: v.exactOptional(list(netuid)),
  sort: v.exactOptional(text),
});

/** A parser that answers what the schema gives, or throws BAD_MESSAGE naming the method and the place. */
function asks<T extends v.GenericSchema>(method: string, schema: T) {
  return (ask: unknown): v.InferOutput<T> => {
    const parsed = v.safeParse(schema, ask);
    if (parsed.success) return parsed.output;
    const where = v.getDotPath(parsed.issues[0]) ?? '';
    throw new AppError('BAD_MESSAGE', { method, where });
  };
}

const nothing = (): null => null;
const byId = v.strictObject({ id });

export const askParsers: AskParsers = {
  refresh: nothing,
  startConnection: asks(
    'startConnection',
    v.union([
      v.strictObject({ tabId: count, origin: text }),
      v.strictObject({ site: v.pipe(v.string(), v.maxLength(2000)) }),
    ]),
  ),
  chooseWallet: asks('chooseWallet', v.strictObject({ id, wallet: text })),
  keepAccounts: asks(
    'keepAccounts',
    v.strictObject({ id, kept: list(v.strictObject({ coldkey, label: text })) }),
  ),
  cancelConnection: asks('cancelConnection', byId),
  permissionDecided: asks('permissionDecided', v.strictObject({ id, granted: v.boolean() })),
  addWatched: asks('addWatched', v.strictObject({ text, label: text, isMine: v.boolean() })),
  saveAccount: asks(
    'saveAccount',
    v.strictObject({
      coldkey,
      label: text,
      order: v.pipe(v.number(), v.finite()),
      isHidden: v.boolean(),
      isCounted: v.boolean(),
    }),
  ),
  removeAccount: asks('removeAccount', v.strictObject({ coldkey })),
  saveSettings: asks('saveSettings', settings),
  readNames: nothing,
  readValidators: asks('readValidators', v.strictObject({ netuid })),
  readEmission: nothing,
  readEarlierPrices: asks('readEarlierPrices', v.strictObject({ blocksAgo: list(count) })),
  readMoveFacts: asks(
    'readMoveFacts',
    v.strictObject({
      coldkey,
      netuids: list(netuid),
      hotkeys: list(coldkey),
      destination: v.nullable(coldkey),
      calls: list(text),
    }),
  ),
  simulate: asks(
    'simulate',
    v.strictObject({
      blockHash: hash,
      asks: list(v.strictObject({ netuid, side: v.picklist(['buy', 'sell']), amount: u64 })),
    }),
  ),
  requestSignature: asks(
    'requestSignature',
    v.strictObject({
      move,
      terms,
      wallet: text,
      minimumAmount: u64,
      isAccepted: v.boolean(),
    }),
  ),
  askWallet: asks('askWallet', v.strictObject({ id, tabId: v.nullable(count) })),
  cancelRequest: asks('cancelRequest', byId),
  dismissRequest: asks('dismissRequest', byId),
  pageAnswered: asks(
    'pageAnswered',
    v.strictObject({ loadNonce: v.pipe(v.string(), v.maxLength(200)), envelope: v.unknown() }),
  ),
};
