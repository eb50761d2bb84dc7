// Reads what a wallet lists as its accounts, member by member: an odd one is passed on as it is and hides no other.
import { encodeAddress } from './dapp-address.ts';
import {
  MAX_ACCOUNTS,
  MAX_ADDRESS_CHARS,
  MAX_KEY_TYPE_CHARS,
  MAX_NAME_CHARS,
  NETWORK_PREFIX,
  type PageAccount,
} from './envelope.ts';
import { bagOf, Failure, isArray } from './page-language.ts';

/** `0x` and forty digits: never encoded. */
const EVM_CHARS = 42;

/** One entry of a wallet's list, read once: what a page answers may change with each look at it. */
export type Member = {
  /** null: the entry has none. */
  address: string | null;
  name: string;
  type: string | null;
  genesisHash: string | null;
  canEncode: boolean;
};

/** One address that extension-dapp cannot encode would make it fail for the whole list. */
function canEncode(address: unknown): boolean {
  const looksRight =
    typeof address === 'string' &&
    /^(?:[1-9A-HJ-NP-Za-km-z]{46,50}|0x[0-9a-fA-F]{40}|0x[0-9a-fA-F]{64})$/.test(address);
  if (!looksRight || address.length === EVM_CHARS) return looksRight;
  try {
    return encodeAddress(address, NETWORK_PREFIX) !== '';
  } catch {
    return false; // A wrong checksum, or another network's form.
  }
}

const textOf = (value: unknown, limit: number): string | null =>
  typeof value === 'string' ? value.slice(0, limit) : null;

function toMember(value: unknown): Member {
  try {
    const { address, name, type, genesisHash } = bagOf(value);
    return {
      address: textOf(address, MAX_ADDRESS_CHARS + 1),
      name: textOf(name, MAX_NAME_CHARS) ?? '',
      type: textOf(type, MAX_KEY_TYPE_CHARS),
      // Empty means any network, in either form.
      genesisHash: genesisHash === '' || genesisHash === '0x' ? null : textOf(genesisHash, 67),
      canEncode: canEncode(address),
    };
  } catch {
    return { address: null, name: '', type: null, genesisHash: null, canEncode: false };
  }
}

/** The first MAX_ACCOUNTS entries; whatever one of them is, it keeps no other from being listed. */
export function membersOf(listed: unknown): { members: Member[]; leftOut: number } {
  if (!isArray(listed)) throw new Failure('garbage', 'accounts');
  const members: Member[] = [];
  for (let i = 0; i < listed.length && i < MAX_ACCOUNTS; i++) members[i] = toMember(listed[i]);
  return { members, leftOut: listed.length - members.length };
}

export function encodableOf(members: readonly Member[]): unknown[] {
  const chosen: unknown[] = [];
  for (let i = 0; i < members.length; i++) {
    if (members[i]?.canEncode === true) chosen[chosen.length] = { ...members[i] };
  }
  return chosen;
}

/** The wallet's accounts in its order, with the addresses as extension-dapp encoded them where it could. */
export function joinAccounts(
  members: readonly Member[],
  mapped: readonly { address: string }[],
): PageAccount[] {
  if (encodableOf(members).length !== mapped.length) throw new Failure('garbage', 'address');
  const accounts: PageAccount[] = [];
  let next = 0;
  for (let i = 0; i < members.length; i++) {
    const member = members[i];
    if (member === undefined) continue;
    const address = member.canEncode ? mapped[next++]?.address : member.address;
    accounts[accounts.length] = toPageAccount(address ?? '', member);
  }
  return accounts;
}

const isHash = (text: string): text is `0x${string}` => /^0x[0-9a-fA-F]{64}$/.test(text);

/** The parser finds what is wrong with an account; here only the hash has to fit its type. */
function toPageAccount(address: string, { name, type, genesisHash }: Member): PageAccount {
  const isWrongHash = genesisHash !== null && !isHash(genesisHash);
  return {
    address,
    name,
    keyType: type,
    genesisHash: isWrongHash ? null : genesisHash,
    problem: isWrongHash ? 'genesis-hash' : null,
  };
}
