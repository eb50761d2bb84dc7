// Up to which runtime the rules are known that no runtime names: they stand in the code of the chain alone, and a newer one
// may have others. What a runtime does name (constants, storage, calls) is read from it and needs no row here.
// Source: chain reference §0.1 (newest spec covered), §4.8 and §4.9 (the rules and since when).
import type { Move } from './move.ts';

/** The newest spec that the chain reference covers: finney's on 12 October 2026. */
export const NEWEST_KNOWN_SPEC = 475;

export type UnnamedRule = 'root-hold' | 'hotkey-caps' | 'leg-limit';

type Row = { rule: UnnamedRule; fromSpec: number; known: string };

/** Each rule with the specs in which it is known to hold as written; on later ones it is unknown. */
const unnamedRules: readonly Row[] = [
  { rule: 'root-hold', fromSpec: 441, known: '§4.8: age against RootStakeUnlockInterval' },
  { rule: 'hotkey-caps', fromSpec: 426, known: '§4.8: 256 of one\u2019s own, 128 of a receiver' },
  { rule: 'leg-limit', fromSpec: 426, known: '§4.9: 16 sales a call' },
];

function isTouched(rule: UnnamedRule, move: Move): boolean {
  switch (rule) {
    case 'root-hold':
      if (move.kind === 'exit-several') return move.items.some(({ netuid }) => netuid === 0);
      if (move.kind === 'claim') return move.unstakes;
      if (move.kind === 'lock' || move.kind === 'accept-locked') return false;
      return move.kind !== 'stake' && move.netuid === 0;
    case 'hotkey-caps':
      return ['stake', 'change-validator', 'change-subnet', 'transfer'].includes(move.kind);
    case 'leg-limit':
      return move.kind === 'exit-several' && move.sending === 'one-batch';
  }
}

/** The rules that this move meets and that are not known on that runtime; empty up to the newest known one. */
export function unknownRules(specVersion: number, move: Move): readonly UnnamedRule[] {
  if (specVersion <= NEWEST_KNOWN_SPEC) return [];
  return unnamedRules.map(({ rule }) => rule).filter((rule) => isTouched(rule, move));
}
