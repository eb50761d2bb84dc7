// A mark for each wallet: its initial on the colour that its users know it by. Logos are their owners’, and a page that offers a
// wallet can show any picture: nothing is taken from it. Decoration: the name stands beside it. Only the id of a known wallet
// has a colour; of any other the mark is a plain wallet.
import { Icon } from '../ui/icon.tsx';
import { isKnownWallet } from '../core/wallet-names.ts';

/** Hue and chroma of the wallet’s own screens, by its id; the initial is white on all of them. */
const colours: ReadonlyMap<string, readonly [hue: number, chroma: number]> = new Map([
  ['talisman', [24, 0.19]],
  ['subwallet-js', [262, 0.2]],
  ['polkadot-js', [52, 0.14]],
  ['fearless-wallet', [350, 0.19]],
  ['nova-wallet', [292, 0.19]],
  ['bittensor-wallet', [250, 0.02]],
  ['taostats', [172, 0.09]],
  ['taoxyz-wallet', [130, 0.12]],
  ['enkrypt', [305, 0.2]],
]);

type Props = { id: string; text: string };

export function WalletBadge({ id, text }: Props) {
  const letter = /[\p{L}\p{N}]/u.exec(text)?.[0].toLocaleUpperCase();
  const colour = colours.get(id);
  if (!isKnownWallet(id) || colour === undefined || letter === undefined) {
    return (
      <span class="wallet-badge wallet-badge-unknown" aria-hidden="true">
        <Icon name="wallet" small />
      </span>
    );
  }
  const [hue, chroma] = colour;
  return (
    <bdi
      class="wallet-badge wallet-badge-known"
      style={{ '--hue': hue, '--chroma': chroma }}
      aria-hidden="true"
    >
      {letter}
    </bdi>
  );
}
