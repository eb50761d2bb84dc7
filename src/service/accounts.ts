// The user's list of coldkeys: adds watched addresses, labels, order, what counts. Reads no chain.
import { foreignPrefixOf, parseSs58 } from '../chain/scale/ss58.ts';
import { AppError } from '../errors.ts';
import { changeAccount, deleteAccount, readAccounts } from '../store/accounts.ts';
import type { ConfirmedBy, ForeignForm, StoredAccount } from '../model/account.ts';
import type { Ss58Address } from '../units.ts';

const LONGEST_LABEL = 60;

const cleanLabel = (label: string): string => label.trim().slice(0, LONGEST_LABEL);

/** Another network's form is kept only for what nobody has typed in this network's form. */
function typedForm(text: string, current: StoredAccount | undefined): { typedAs?: ForeignForm } {
  const prefix = foreignPrefixOf(text);
  if (prefix === null || (current && current.typedAs === undefined)) return {};
  return { typedAs: { text: text.trim(), prefix } };
}

/**
 * Follows an address without a wallet. Any SS58 prefix in, prefix 42 kept, with the form that was typed if it is another
 * network's; an address that is there already
 * keeps what is known of it. Throws BAD_ADDRESS, EVM_ADDRESS.
 */
export async function addWatched(body: {
  text: string;
  label: string;
  isMine: boolean;
}): Promise<Ss58Address> {
  const coldkey = parseSs58(body.text);
  const label = cleanLabel(body.label);
  await changeAccount(coldkey, (current, lastOrder) => {
    const form = typedForm(body.text, current);
    if (current === undefined) {
      return {
        coldkey,
        label,
        order: lastOrder,
        isHidden: false,
        isCounted: body.isMine,
        sources: [],
        confirmedAt: null,
        ...form,
      };
    }
    const { typedAs: _earlier, ...rest } = current;
    return {
      ...rest,
      ...form,
      label: label === '' ? current.label : label,
      isCounted: current.isCounted || body.isMine,
      isHidden: false,
    };
  });
  return coldkey;
}

/** Throws BAD_ADDRESS when the coldkey is not in the list. */
export async function saveAccount(
  body: Pick<StoredAccount, 'coldkey' | 'label' | 'order' | 'isHidden' | 'isCounted'>,
): Promise<void> {
  const isKnown = (await readAccounts()).some(({ coldkey }) => coldkey === body.coldkey);
  if (!isKnown) throw new AppError('BAD_ADDRESS');
  await changeAccount(
    body.coldkey,
    (current) =>
      current && {
        ...current,
        label: cleanLabel(body.label),
        order: body.order,
        isHidden: body.isHidden,
        isCounted: body.isCounted,
      },
  );
}

/** Forgets the address here; the chain and the wallet keep everything. */
export async function removeAccount(coldkey: Ss58Address): Promise<void> {
  await deleteAccount(coldkey);
}

/** What a first verified signature of a coldkey proves: that its wallet holds the key. True when it was the first. */
export async function confirmAccount(
  coldkey: Ss58Address,
  at: number,
  by: ConfirmedBy,
): Promise<boolean> {
  let isFirst = false;
  await changeAccount(coldkey, (current) => {
    isFirst = current !== undefined && current.confirmedAt === null;
    return isFirst && current ? confirmed(current, at, by) : undefined;
  });
  return isFirst;
}

/** The account as its first verified signature leaves it: what was asked for to confirm it is done. */
export function confirmed(
  { confirmation: _done, ...account }: StoredAccount,
  at: number,
  { wallet, origin }: ConfirmedBy,
): StoredAccount {
  return { ...account, confirmedAt: at, confirmedBy: { wallet, origin } };
}
