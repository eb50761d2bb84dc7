// Shapes of the user's own records. One that does not fit, left by another version or changed on disk, is set aside:
// never believed, never dropped, and named where the user can export it.
import type {
  StoredAccount,
  AccountSource,
  Confirmation,
  ConfirmedBy,
  ForeignForm,
} from '../model/account.ts';
import type { Connection, FoundAccount } from '../model/connection.ts';
import type { Network } from '../model/network.ts';
import type { ExitQueue, Notice, OfferRecord } from '../model/request.ts';
import type { Settings } from '../model/settings.ts';
import { moveShape, place, wireErrorShape } from './request-shapes.ts';
import {
  amount,
  fits,
  flag,
  hex,
  listOf,
  mapOf,
  number,
  oneOf,
  orMissing,
  orNull,
  recordOf,
  testOf,
  text,
  type Accepting,
  type Test,
} from '../parse.ts';

const source = recordOf<AccountSource>({
  wallet: text,
  origin: text,
  keyType: oneOf('sr25519', 'ed25519', 'ecdsa', 'ethereum'),
  name: text,
  seenAt: number,
  genesisHash: orNull(hex),
});

const confirmation = recordOf<Confirmation>({
  id: text,
  wallet: text,
  origin: text,
  text: text,
  askedAt: number,
  state: oneOf('asked', 'failed'),
  error: orNull(wireErrorShape),
});

export const isAccount = testOf<StoredAccount>({
  coldkey: text,
  label: text,
  order: number,
  isHidden: flag,
  isCounted: flag,
  sources: listOf(source),
  confirmedAt: orNull(number),
  confirmedBy: orMissing(recordOf<ConfirmedBy>({ wallet: text, origin: text })),
  confirmation: orMissing(confirmation),
  typedAs: orMissing(recordOf<ForeignForm>({ text: text, prefix: number })),
});

const network = recordOf<Network>({
  id: text,
  name: text,
  genesisHash: orNull(hex),
  endpoints: listOf(text),
  operators: mapOf(text),
  archive: orNull(text),
  isReal: flag,
  explorer: orNull(text),
});

export const isNetwork: Test<Network> = (value) => fits(network, value);

/** Each setting by itself: one that does not fit falls back to its default. */
export const settingShapes: { readonly [K in keyof Settings]: Accepting<Settings[K]> } = {
  networkId: text,
  networks: listOf(network),
  theme: oneOf('system', 'dark', 'light'),
  hidesAmounts: flag,
  smallUnderRao: amount,
  impactLimitBps: number,
  toleranceBps: mapOf(number),
  validator: orNull(text),
  badge: oneOf('none', 'sellable', 'change', 'alerts'),
  alertMinutes: number,
  fiat: orNull(recordOf<NonNullable<Settings['fiat']>>({ currency: text, source: text })),
  checksAnswers: flag,
  favourites: listOf(number),
  sort: text,
  lotMethod: oneOf('fifo', 'average'),
};

const found = recordOf<FoundAccount>({
  coldkey: orNull(text),
  unusable: orMissing(orNull(text)),
  text: text,
  name: text,
  keyType: text,
  genesisHash: orNull(hex),
});

export const isConnection = testOf<Connection>({
  id: text,
  startedAt: number,
  state: text,
  tabId: orNull(number),
  origin: text,
  wallets: listOf(recordOf<{ name: string; version: string }>({ name: text, version: text })),
  wallet: orNull(text),
  found: listOf(found),
  leftOut: orMissing(number),
  error: orNull(wireErrorShape),
});

export const isNotice = testOf<Notice>({ at: number, error: wireErrorShape, move: moveShape });

export const isExitQueue = testOf<ExitQueue>({
  genesisHash: hex,
  coldkey: text,
  items: listOf(place),
});

export const isOffer = testOf<OfferRecord>({
  wallet: text,
  genesisHash: hex,
  specVersion: number,
  operators: listOf(text),
  requestId: text,
  at: number,
  state: oneOf('asked', 'taken', 'declined', 'failed'),
  error: orNull(wireErrorShape),
});
