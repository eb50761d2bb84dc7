// Which source of a coldkey (wallet and page) may be asked to sign, and why none may.
import { AppError } from '../errors.ts';
import type { AccountSource } from '../model/account.ts';
import type { Hex, Ss58Address } from '../units.ts';
import type { SigningDeps } from './signing-deps.ts';

type SourceQuery = { coldkey: Ss58Address; genesisHash: Hex; wallet: string; origin?: string };

/**
 * The source seen last, of that wallet (and origin, where given). Throws WALLET_LOST_ACCOUNT when there is none, EVM_ADDRESS
 * for a key type the chain cannot verify, ACCOUNT_OTHER_NETWORK when the wallet keeps it to another chain.
 */
export async function requireSource(
  deps: Pick<SigningDeps, 'readSources'>,
  { coldkey, genesisHash, wallet, origin }: SourceQuery,
): Promise<AccountSource> {
  const known = (await deps.readSources(coldkey))
    .filter((source) => source.wallet === wallet)
    .filter((source) => origin === undefined || source.origin === origin)
    .toSorted((a, b) => b.seenAt - a.seenAt);
  if (known.length === 0) throw new AppError('WALLET_LOST_ACCOUNT', { wallet });
  const substrate = known.filter(({ keyType }) => keyType !== 'ethereum');
  if (substrate.length === 0) throw new AppError('EVM_ADDRESS', { wallet });
  const source = substrate.find(
    (each) => each.genesisHash === null || each.genesisHash === genesisHash,
  );
  if (!source) throw new AppError('ACCOUNT_OTHER_NETWORK', { wallet });
  return source;
}
