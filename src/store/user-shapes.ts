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
import { moveShape, named, wireErrorShape } from './request-shapes.ts';
import {
  isAmount,
  isFlag,
  isHex,
  isNumber,
  isText,
  listOf,
  mapOf,
  oneOf,
  orMissing,
  orNull,
  recordOf,
  type Shape,
} from './shape.ts';

const source = recordOf<AccountSource>({
  wallet: isText,
  origin: isText,
  keyType: oneOf('sr25519', 'ed25519', 'ecdsa', 'ethereum'),
  name: isText,
  seenAt: isNumber,
  genesisHash: orNull(isHex),
});

const confirmation = recordOf<Confirmation>({
  id: isText,
  wallet: isText,
  origin: isText,
  text: isText,
  askedAt: isNumber,
  state: oneOf('asked', 'failed'),
  error: orNull(wireErrorShape),
});

export const isAccount = recordOf<StoredAccount>({
  coldkey: isText,
  label: isText,
  order: isNumber,
  isHidden: isFlag,
  isCounted: isFlag,
  sources: listOf(source),
  confirmedAt: orNull(isNumber),
  confirmedBy: orMissing(recordOf<ConfirmedBy>({ wallet: isText, origin: isText })),
  confirmation: orMissing(confirmation),
  typedAs: orMissing(recordOf<ForeignForm>({ text: isText, prefix: isNumber })),
});

export const isNetwork = recordOf<Network>({
  id: isText,
  name: isText,
  genesisHash: orNull(isHex),
  endpoints: listOf(isText),
  operators: mapOf(isText),
  archive: orNull(isText),
  isReal: isFlag,
  explorer: orNull(isText),
});

/** Each setting by itself: one that does not fit falls back to its default. */
export const settingShapes: { readonly [K in keyof Settings]: Shape } = {
  networkId: isText,
  networks: listOf(isNetwork),
  theme: oneOf('system', 'dark', 'light'),
  hidesAmounts: isFlag,
  smallUnderRao: isAmount,
  impactLimitBps: isNumber,
  toleranceBps: mapOf(isNumber),
  badge: oneOf('none', 'sellable', 'change'),
  fiat: orNull(recordOf<NonNullable<Settings['fiat']>>({ currency: isText, source: isText })),
  favourites: listOf(isNumber),
  sort: isText,
};

const found = recordOf<FoundAccount>({
  coldkey: orNull(isText),
  unusable: orMissing(orNull(isText)),
  text: isText,
  name: isText,
  keyType: isText,
  genesisHash: orNull(isHex),
});

export const isConnection = recordOf<Connection>({
  id: isText,
  startedAt: isNumber,
  state: isText,
  tabId: orNull(isNumber),
  origin: isText,
  wallets: listOf(recordOf<{ name: string; version: string }>({ name: isText, version: isText })),
  wallet: orNull(isText),
  found: listOf(found),
  leftOut: orMissing(isNumber),
  error: orNull(wireErrorShape),
});

export const isNotice = recordOf<Notice>({ at: isNumber, error: wireErrorShape, move: moveShape });

export const isExitQueue = recordOf<ExitQueue>({
  genesisHash: isHex,
  coldkey: isText,
  items: listOf(named({ hotkey: isText, netuid: isNumber })),
});

export const isOffer = recordOf<OfferRecord>({
  wallet: isText,
  genesisHash: isHex,
  specVersion: isNumber,
  operators: listOf(isText),
  requestId: isText,
  at: isNumber,
  state: oneOf('asked', 'taken', 'declined', 'failed'),
  error: orNull(wireErrorShape),
});
