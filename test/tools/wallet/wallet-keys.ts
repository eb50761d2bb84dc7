// The test wallet's keys: the public development phrase and nothing else.
import { Keyring } from '@polkadot/keyring';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { KeypairType } from '@polkadot/util-crypto/types';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { readBehaviour } from './behaviour.ts';

const DEVELOPMENT_PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk';

const paths: readonly (readonly [string, string, KeypairType])[] = [
  ['Alice', '//Alice', 'sr25519'],
  ['Bob', '//Bob', 'sr25519'],
  ['Charlie', '//Charlie', 'ed25519'],
  ['Dave', '//Dave', 'ecdsa'],
  ['Eve on Ethereum', "/m/44'/60'/0'/0/0", 'ethereum'],
];

export type WalletAccount = { name: string; type: KeypairType; pair: KeyringPair };

export async function allAccounts(): Promise<WalletAccount[]> {
  await cryptoWaitReady();
  return paths.map(([name, path, type]) => {
    const keyring = new Keyring({ type, ss58Format: 42 });
    return { name, type, pair: keyring.addFromUri(DEVELOPMENT_PHRASE + path, { name }, type) };
  });
}

/** As the behaviour says: all, none, or only those that no Bittensor account can be. */
export async function walletAccounts(): Promise<WalletAccount[]> {
  const { accounts } = await readBehaviour();
  if (accounts === 'none') return [];
  return (await allAccounts()).filter(({ type }) => accounts === 'all' || type === 'ethereum');
}

export async function accountOf(address: string): Promise<WalletAccount> {
  const found = (await walletAccounts()).find(({ pair }) => pair.address === address);
  // The words of polkadot{.js}.
  if (found === undefined) throw new Error('Unable to find keypair');
  return found;
}
