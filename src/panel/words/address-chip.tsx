// An address as its icon and in short form; copied whole.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { shortAddress } from '../../units.ts';
import { t } from '../core/text.ts';
import { IconButton } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';

type Identicon = typeof import('./identicon.ts');

const identicon = signal<Identicon | null>(null);
let isAsked = false;
/** What was drawn once is not hashed again: lists are drawn often. */
const drawn = new Map<string, ReturnType<Identicon['identiconOf']>>();
const MOST_DRAWN = 500;

/** Of the first paint only the disc: the circles need a hash, whose code comes after. A failure leaves the disc. */
function askOnce(): void {
  if (isAsked) return;
  isAsked = true;
  import('./identicon.ts').then(
    (loaded) => {
      identicon.value = loaded;
    },
    () => {
      isAsked = false;
    },
  );
}

function circlesOf({ identiconOf, publicKeyIn }: Identicon, address: string) {
  const known = drawn.get(address);
  if (known !== undefined) return known;
  if (drawn.size >= MOST_DRAWN) drawn.clear();
  const circles = identiconOf(publicKeyIn(address));
  drawn.set(address, circles);
  return circles;
}

/** The account's icon as wallets draw it. Beside it stand a name or the address: screen readers skip it. */
export function AddressMark({ address }: { address: string }) {
  useEffect(askOnce, []);
  const loaded = identicon.value;
  return (
    <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
      <circle class="mark-ground" cx="32" cy="32" r="32" />
      {loaded !== null &&
        circlesOf(loaded, address).map(({ cx, cy, fill }, index) => (
          <circle key={index} cx={cx} cy={cy} r="5" fill={fill} />
        ))}
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
  const half = Math.ceil(address.length / 2);
  return (
    <div class="line">
      <AddressMark address={address} />
      <span class="address small grow">
        {address.slice(0, half)}
        {/* Where it is of two lines, both are about as long. */}
        <wbr />
        {address.slice(half)}
      </span>
      <IconButton icon="copy" label={t('copyAddress')} onPress={() => void browser.copy(address)} />
    </div>
  );
}
