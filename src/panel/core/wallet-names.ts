// What a wallet is called on screen. A page can inject a wallet under any name: a known id has its product's name, any other
// is shown as it is, and one that only looks like a known wallet is told apart.
import { cleanName } from './text.ts';

/** Wallets identify themselves by an id of their own; these are the products. */
const products: ReadonlyMap<string, string> = new Map([
  ['talisman', 'Talisman'],
  ['subwallet-js', 'SubWallet'],
  ['polkadot-js', 'polkadot{.js}'],
  ['fearless-wallet', 'Fearless'],
  ['nova-wallet', 'Nova'],
  ['bittensor-wallet', 'Bittensor Wallet'],
  ['taostats', 'Taostats'],
  ['taoxyz-wallet', 'Tao.xyz'],
  ['enkrypt', 'Enkrypt'],
]);

export const isKnownWallet = (id: string): boolean => products.has(id);

const NAME_LENGTH = 24;

/** Letters of other scripts, and figures, that are drawn as Latin letters; after NFKC and in lower case. */
const lookalikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    // Cyrillic, then Greek, then others.
    a: 'аαɑ',
    b: 'ьвβ',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еєεё',
    g: 'ɡ',
    h: 'һнη',
    // i, j and l differ by a dot or nothing.
    l: 'i1іιıӏlɩ|!',
    j: 'јϳ',
    k: 'кκ',
    m: 'мμ',
    n: 'пν',
    o: '0оοσօ',
    p: 'рρ',
    r: 'гɾ',
    s: 'ѕ$5',
    t: 'тτ7',
    u: 'υцս',
    v: 'ѵ',
    w: 'ѡωԝ',
    x: 'хχ',
    y: 'уγү',
  }).flatMap(([letter, others]) => Array.from(others, (other) => [other, letter] as const)),
);

/** What is left to the eye: without case, script, accents, spaces and punctuation, and without the word “wallet”. */
function skeletonOf(name: string): string {
  const letters = Array.from(
    name.normalize('NFKC').toLowerCase(),
    (one) => lookalikes.get(one) ?? one,
  );
  const bare = letters
    .join('')
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}|[^\p{L}\p{N}]/gu, '');
  return bare
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/(?!^)(?:wallet|extenslon)$/u, '');
}

const knownSkeletons: ReadonlySet<string> = new Set(
  [...products].flatMap(([id, product]) => [skeletonOf(id), skeletonOf(product)]),
);

type WalletName = {
  /** Empty where nothing of the name can be seen. */
  text: string;
  /** It looks like a wallet that is known under another id. */
  isLookalike: boolean;
};

export function walletNameOf(id: string): WalletName {
  const product = products.get(id);
  return product === undefined
    ? { text: cleanName(id, NAME_LENGTH), isLookalike: knownSkeletons.has(skeletonOf(id)) }
    : { text: product, isLookalike: false };
}

/** The texts of a list, by id, no two alike: those that would be are numbered, in the order of the list. */
export function tellApart(
  ids: readonly string[],
  textOf: (id: string) => string,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const taken = new Set<string>();
  // A known wallet keeps its name, wherever it stands.
  for (const id of [...ids].toSorted((a, b) => Number(products.has(b)) - Number(products.has(a)))) {
    const bare = textOf(id);
    let text = bare;
    for (let number = 2; taken.has(text.toLowerCase()); number += 1) text = `${bare} (${number})`;
    taken.add(text.toLowerCase());
    texts.set(id, text);
  }
  return texts;
}

/** The name that wallets take beside their own, for pages that know no other. */
const TAKEN_NAME = 'polkadot-js';

type ListedWallet = { name: string; version: string };

/**
 * The list as it is offered: a wallet under the name that others take comes last where another of the list has its very
 * version, with that other's id in `maybe`. It may be one wallet twice; only its user can know, so both stay.
 */
export function offeredWallets<W extends ListedWallet>(
  wallets: readonly W[],
): readonly (W & { maybe: string | null })[] {
  const twin = (wallet: W): string | null => {
    if (wallet.name !== TAKEN_NAME || wallet.version === '') return null;
    const other = wallets.find(
      ({ name, version }) => name !== wallet.name && version === wallet.version,
    );
    return other?.name ?? null;
  };
  const offered = wallets.map((wallet) => ({ ...wallet, maybe: twin(wallet) }));
  return [
    ...offered.filter(({ maybe }) => maybe === null),
    ...offered.filter(({ maybe }) => maybe !== null),
  ];
}
