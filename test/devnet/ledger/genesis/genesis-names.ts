// What subnets, their tokens and validators are called in the genesis, the awkward cases included.
// Refuses to know numbers and reserves.
import type { SubnetIdentity } from '../state/ledger-state.ts';

/** Netuids of the genesis that a test may look for; those beyond the number of subnets do not exist. */
export const SPECIAL_NETUIDS = {
  driftedLow: 5,
  driftedHigh: 6,
  skewedWeight: 7,
  hostileName: 8,
  rightToLeft: 9,
  emoji: 10,
  nameless: 11,
  longName: 12,
  bidiOverride: 13,
  subtokenDisabled: 14,
  transfersDisabled: 15,
  young: 16,
  nextToPrune: 17,
  emissionDisabled: 18,
  notStarted: 19,
} as const;

const SYMBOLS = Array.from('αβγδεζηθικλμνξοπρστυφχψω');
const FIRST = ['Amber', 'Quiet', 'North', 'Copper', 'Lucid', 'Hollow', 'Rapid', 'Velvet'];
const SECOND = ['Orchard', 'Signal', 'Harbor', 'Lattice', 'Meadow', 'Forge', 'Prism', 'Archive'];

const AWKWARD: Readonly<Record<number, { name: string; symbol: string }>> = {
  [SPECIAL_NETUIDS.hostileName]: {
    name: '<img src=x onerror="alert(document.domain)">',
    symbol: '<b>β</b>',
  },
  [SPECIAL_NETUIDS.rightToLeft]: { name: 'שרשרת הלמידה הפתוחה', symbol: 'ש' },
  [SPECIAL_NETUIDS.emoji]: { name: '🧠⚡ Brainstorm 👩‍🔬', symbol: '🧠' },
  [SPECIAL_NETUIDS.nameless]: { name: '', symbol: '' },
  [SPECIAL_NETUIDS.longName]: {
    name: `The ${'very '.repeat(80)}long-winded subnet`,
    symbol: 'WWWWWWWWWWWWWWWW',
  },
  [SPECIAL_NETUIDS.bidiOverride]: { name: '\u202Eevil\u202C twin', symbol: '\u202Eτ' },
};

/** Twenty-four symbols for all subnets: repeated, as on the live chain. */
export const subnetSymbol = (netuid: number): string =>
  netuid === 0 ? 'Τ' : (AWKWARD[netuid]?.symbol ?? SYMBOLS[netuid % SYMBOLS.length] ?? 'α');

export function subnetName(netuid: number): string {
  if (netuid === 0) return 'root';
  const plain = `${FIRST[netuid % 8] ?? ''} ${SECOND[Math.floor(netuid / 8) % 8] ?? ''}`;
  return AWKWARD[netuid]?.name ?? (netuid < 64 ? plain : `${plain} ${Math.floor(netuid / 64) + 1}`);
}

/** Null for the nameless one: a subnet without an identity. */
export function subnetIdentity(netuid: number): SubnetIdentity | null {
  if (netuid === SPECIAL_NETUIDS.nameless) return null;
  const isHostile = netuid === SPECIAL_NETUIDS.hostileName;
  return {
    subnetName: subnetName(netuid),
    githubRepo: isHostile ? 'javascript:alert(1)' : `https://example.org/subnet/${netuid}/code`,
    subnetContact: isHostile ? '"><script>alert(1)</script>' : 'hello@example.org',
    subnetUrl: `https://example.org/subnet/${netuid}`,
    discord: '',
    description: `Simulated subnet ${netuid}.`,
    logoUrl: '',
    additional: '',
  };
}

export function validatorName(index: number): string {
  if (index === 3) return '<script>alert("validator")</script>';
  if (index === 4) return 'מאמת בית הלל';
  return `${SECOND[index % 8] ?? ''} Validators ${Math.floor(index / 8) + 1}`;
}
