// An address as its icon and in short form; copied whole.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { shortAddress } from '../../units.ts';
import { CopyAddress } from './copy-text.tsx';

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

const GROUP = 4;

function groupsOf(address: string): readonly string[] {
  const groups: string[] = [];
  for (let at = 0; at < address.length; at += GROUP) groups.push(address.slice(at, at + GROUP));
  return groups;
}

/** A whole address to be compared by eye: in groups, and where it is of two lines, both are as long. Copied as one word. */
export function AddressGroups({ address }: { address: string }) {
  const groups = groupsOf(address);
  const half = Math.ceil(groups.length / 2);
  return (
    <span class="address address-groups">
      {[groups.slice(0, half), groups.slice(half)].map((part, line) => (
        <span key={line}>
          {part.map((group, index) => (
            <span key={index}>{group}</span>
          ))}
        </span>
      ))}
    </span>
  );
}

/** `isToCopy`: false where it must not be sent to. */
export function FullAddress({ address, isToCopy = true }: { address: string; isToCopy?: boolean }) {
  return (
    <div class="line">
      <AddressMark address={address} />
      <span class="small grow">
        <AddressGroups address={address} />
      </span>
      {isToCopy && <CopyAddress address={address} />}
    </div>
  );
}
