// An address as a small drawing and in short form; copied whole.
import { shortAddress } from '../../units.ts';
import { t } from '../core/text.ts';
import { IconButton } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';

const GRID = 5;
const CELL = 4;

/** Five by five mirrored cells, derived from the characters of the address. */
function cellsOf(address: string): string {
  const half = Math.ceil(GRID / 2);
  let path = '';
  for (let row = 0; row < GRID; row += 1) {
    for (let column = 0; column < half; column += 1) {
      const code = address.charCodeAt(3 + row * half + column) + address.charCodeAt(30 + row);
      if (code % 2 === 0) continue;
      for (const x of new Set([column, GRID - 1 - column])) {
        path += `M${x * CELL} ${row * CELL}h${CELL}v${CELL}h-${CELL}z`;
      }
    }
  }
  return path;
}

function hueOf(address: string): number {
  let hash = 7;
  for (const character of address) hash = (hash * 31 + character.charCodeAt(0)) % 360;
  return hash;
}

export function AddressMark({ address }: { address: string }) {
  const hue = hueOf(address);
  return (
    <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" fill={`hsl(${hue} 35% 88%)`} />
      <path d={cellsOf(address)} fill={`hsl(${hue} 45% 42%)`} />
    </svg>
  );
}

export function AddressChip({ address }: { address: string }) {
  return (
    <span class="address" title={address}>
      {shortAddress(address)}
    </span>
  );
}

export function FullAddress({ address }: { address: string }) {
  const { browser } = usePanel().deps;
  return (
    <div class="line">
      <span class="address small grow">{address}</span>
      <IconButton icon="copy" label={t('copyAddress')} onPress={() => void browser.copy(address)} />
    </div>
  );
}
