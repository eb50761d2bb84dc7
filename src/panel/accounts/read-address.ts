// What a typed address is, before anything is asked for: whole and without a slip, or why not. Pure.
import { parseSs58 } from '../../chain/scale/ss58.ts';
import { toAppError } from '../../errors.ts';
import type { Ss58Address } from '../../units.ts';

/** Nearly all addresses have at least so many letters: what has fewer is most likely not typed to its end. */
const LEAST = 46;
/** All that begin with this letter have so many: nearly all that are in use. */
const OWN_FIRST = '5';
const OWN_LEAST = 48;

type AddressRead =
  | { state: 'empty' | 'short' | 'wrong' | 'evm' }
  | { state: 'whole'; coldkey: Ss58Address };

/** Whether more letters may make an address of it. */
function isBegun(text: string): boolean {
  if (/^0x[0-9a-f]{0,39}$/i.test(text)) return true;
  const least = text.startsWith(OWN_FIRST) ? OWN_LEAST : LEAST;
  return text.length < least && /^[1-9A-HJ-NP-Za-km-z]+$/.test(text);
}

export function readAddress(typed: string): AddressRead {
  const text = typed.trim();
  if (text === '') return { state: 'empty' };
  try {
    return { state: 'whole', coldkey: parseSs58(text) };
  } catch (error) {
    if (toAppError(error).code === 'EVM_ADDRESS') return { state: 'evm' };
    return { state: isBegun(text) ? 'short' : 'wrong' };
  }
}
