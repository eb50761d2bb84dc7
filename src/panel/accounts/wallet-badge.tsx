// A mark for each wallet, drawn from what it calls itself: pictures would have to be fetched, or taken from a page that can
// show any. Decoration: the name stands beside it. Only the id of a known wallet has a colour.
import { isKnownWallet } from '../core/wallet-names.ts';

/** Any spread does; neighbours in the list shall differ. */
function hueOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return sum;
}

type Props = { id: string; text: string };

export function WalletBadge({ id, text }: Props) {
  const letter = /[\p{L}\p{N}]/u.exec(text)?.[0].toLocaleUpperCase() ?? '?';
  const look = isKnownWallet(id) ? { '--hue': hueOf(id) } : undefined;
  return (
    <bdi
      class={`subnet-badge wallet-badge ${look === undefined ? 'wallet-badge-unknown' : ''}`}
      style={look}
      aria-hidden="true"
    >
      {letter}
    </bdi>
  );
}
