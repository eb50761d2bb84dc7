// Names of subnets, validators and accounts. Names from the chain or a page are cleaned here, once, and shown with number
// or address, because names repeat and lie.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { isFresh } from '../../model/age.ts';
import type { SubnetName, ValidatorFacts } from '../../model/facts.ts';
import { shortAddress, type Hex, type Netuid } from '../../units.ts';
import { cleanName, t } from './text.ts';
import { walletNameOf } from './wallet-names.ts';
import type { PanelDeps } from './panel-deps.ts';
import type { StoreModel } from './store-model.ts';

export type NamesModel = {
  /** `SN64`; root is `Root`. */
  number: (netuid: number) => string;
  /** Cleaned; empty if the chain has none. */
  name: (netuid: number) => string;
  /** `SN64 Chutes`. */
  title: (netuid: number) => string;
  symbol: (netuid: number) => string;
  details: (netuid: number) => SubnetName | null;
  /** What the user calls a coldkey, else its short address. */
  coldkey: (coldkey: string) => string;
  /** The validator's own name where it has been read, else its short address. */
  hotkey: (hotkey: string) => string;
  /** A wallet's display name; that of one which only looks like a known wallet is quoted. */
  wallet: (wallet: string) => string;
  /** All validators of a subnet that were read; null: not yet. */
  validators: (netuid: Netuid) => readonly ValidatorFacts[] | null;
  /** Block that they were read at; null: not known. */
  validatorsAt: (netuid: Netuid) => number | null;
  /** Loads a subnet's validators from the store, and has the node queried if they are missing or old. */
  needValidators: (netuid: Netuid) => Promise<void>;
  /** Loads the validators of these subnets from the store alone. */
  recall: (netuids: readonly Netuid[]) => Promise<void>;
  /** Loads again what was loaded before. */
  readAgain: () => Promise<void>;
  /** The name records as a map, for lists. */
  byNetuid: ReadonlySignal<ReadonlyMap<number, SubnetName>>;
};

/** `block`: that they were read at. */
type Validators = { netuid: Netuid; list: readonly ValidatorFacts[]; block: number | null };

const SYMBOL_LENGTH = 3;
const NAME_LENGTH = 32;
const FRESH_FOR = 10 * 60_000;

export function createNamesModel({ reader, call, now }: PanelDeps, store: StoreModel): NamesModel {
  const byNetuid = computed(
    () => new Map((store.names.value?.names ?? []).map((entry) => [Number(entry.netuid), entry])),
  );
  /** Cleaned once each: they stand in every row, and on a ticket beside every figure. */
  const cleaned = computed(() => {
    const known = byNetuid.value;
    const texts = new Map<string, string>();
    return (netuid: number, part: 'name' | 'symbol'): string => {
      const key = `${netuid} ${part}`;
      const length = part === 'name' ? NAME_LENGTH : SYMBOL_LENGTH;
      const text = texts.get(key) ?? cleanName(known.get(netuid)?.[part] ?? '', length);
      texts.set(key, text);
      return text;
    };
  });
  const labels = computed(
    () => new Map(store.accounts.value.map(({ coldkey, label }) => [String(coldkey), label])),
  );
  /** By chain and subnet: two networks have subnets of the same numbers. */
  const read = signal<ReadonlyMap<string, Validators>>(new Map());
  const keyOf = (genesisHash: Hex | null, netuid: number): string => `${genesisHash} ${netuid}`;
  const here = (netuid: number): Validators | undefined =>
    read.value.get(keyOf(store.network.value.genesisHash, netuid));

  function keep(genesisHash: Hex | null, validators: Validators): void {
    read.value = new Map(read.peek()).set(keyOf(genesisHash, validators.netuid), validators);
  }
  const hotkeyNames = computed(() => {
    const names = new Map<string, string>();
    for (const { list } of read.value.values()) {
      for (const { hotkey, name } of list) {
        const clean = name === null ? '' : cleanName(name, NAME_LENGTH);
        if (clean !== '') names.set(hotkey, clean);
      }
    }
    return names;
  });

  async function fromStore(netuid: Netuid): Promise<number | null> {
    const { genesisHash } = store.network.peek();
    if (genesisHash === null) return null;
    const record = await reader.readValidators(genesisHash, netuid);
    if (!record) return null;
    keep(genesisHash, { netuid, list: record.validators, block: record.block.number });
    return record.readAt;
  }

  const number = (netuid: number): string =>
    netuid === 0 ? t('rootName') : t('subnetNumber', { netuid: String(netuid) });
  const name = (netuid: number): string => (netuid === 0 ? '' : cleaned.value(netuid, 'name'));

  return {
    byNetuid,
    number,
    name,
    title: (netuid) => `${number(netuid)} ${name(netuid)}`.trim(),
    symbol: (netuid) => cleaned.value(netuid, 'symbol') || 'α',
    details: (netuid) => byNetuid.value.get(netuid) ?? null,
    coldkey(coldkey) {
      const label = cleanName(labels.value.get(coldkey) ?? '', NAME_LENGTH);
      return label === '' ? shortAddress(coldkey) : label;
    },
    hotkey: (hotkey) => hotkeyNames.value.get(hotkey) ?? shortAddress(hotkey),
    wallet(wallet) {
      const { text, isLookalike } = walletNameOf(wallet);
      if (text === '') return t('unnamed');
      return isLookalike ? t('quotedName', { name: text }) : text;
    },
    validators: (netuid) => here(netuid)?.list ?? null,
    validatorsAt: (netuid) => here(netuid)?.block ?? null,
    async needValidators(netuid) {
      const readAt = await fromStore(netuid);
      if (readAt !== null && isFresh(readAt, now(), FRESH_FOR)) return;
      const { genesisHash } = store.network.peek();
      const { validators: list } = await call('readValidators', { netuid });
      // What was read is stored under the chain that it is of; the answer itself need not be of the network chosen now.
      if ((await fromStore(netuid)) !== null) return;
      if (store.network.peek().genesisHash === genesisHash) {
        keep(genesisHash, { netuid, list, block: null });
      }
    },
    async recall(netuids) {
      await Promise.all(netuids.map(fromStore));
    },
    async readAgain() {
      const netuids = new Set([...read.peek().values()].map(({ netuid }) => netuid));
      for (const netuid of netuids) await fromStore(netuid);
    },
  };
}
