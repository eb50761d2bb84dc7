// Which accounts may be on a hardware device. No wallet says so: the wallet standard has no field for it.
import type { AccountSource } from './account.ts';
import type { MoveFacts } from './facts.ts';

/** `canHash`: the runtime knows its own metadata hash; without it no signature of a device can be verified. */
export type DeviceFacts = NonNullable<MoveFacts['device']>;

/**
 * A Ledger signs with ed25519, which few other accounts do; wallets that keep no key type of a device call it sr25519, so a
 * name that says Ledger counts too. A guess: what follows from it must be acceptable for any other account.
 */
export const mayBeOnDevice = ({
  keyType,
  name,
}: Pick<AccountSource, 'keyType' | 'name'>): boolean =>
  keyType === 'ed25519' || (keyType === 'sr25519' && /\bledger\b/i.test(name));
