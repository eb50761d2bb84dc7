// An hour's allowance of what is read without being asked, counted question by question and kept where all windows of the
// extension see it. A question counts from before it is asked, so one that is left or fails counts too.
import { isFresh } from '../../model/age.ts';
import { newRun } from '../core/long-read.ts';
import type { Budget } from '../subnets/validator-stakes-model.ts';

export const BY_ITSELF_BYTES = 1_000_000;
export const HOUR = 3_600_000;
const KEY = 'read-by-itself';

type Asked = { id: string; at: number; bytes: number };

/** A place for one text. */
export type Place = { read: () => string | null; write: (text: string) => void };

function isAsked(value: unknown): value is Asked {
  if (typeof value !== 'object' || value === null) return false;
  const { id, at, bytes }: Readonly<Partial<Record<keyof Asked, unknown>>> = value;
  return typeof id === 'string' && typeof at === 'number' && typeof bytes === 'number';
}

/** What another version wrote counts for nothing. */
function parsed(text: string | null): readonly Asked[] {
  if (text === null) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isAsked) : [];
  } catch {
    return [];
  }
}

/** Pages of the extension share it. Where the browser keeps nothing from a page, this window counts alone. */
function sharedPlace(): Place {
  let mine: string | null = null;
  return {
    read() {
      try {
        return globalThis.localStorage.getItem(KEY) ?? mine;
      } catch {
        return mine;
      }
    },
    write(text) {
      mine = text;
      try {
        globalThis.localStorage.setItem(KEY, text);
      } catch {
        // No room, or no storage: `mine` has it.
      }
    },
  };
}

export function createByItselfBudget(now: () => number, place = sharedPlace()): Budget {
  const lately = (): readonly Asked[] =>
    parsed(place.read()).filter(({ at }) => isFresh(at, now(), HOUR));
  return {
    left: () => lately().reduce((left, { bytes }) => left - bytes, BY_ITSELF_BYTES),
    count(about) {
      const asked = { id: newRun(), at: now(), bytes: about };
      place.write(JSON.stringify([...lately(), asked]));
      return (bytes) => {
        const list = lately().map((one) => (one.id === asked.id ? { ...one, bytes } : one));
        place.write(JSON.stringify(list));
      };
    },
  };
}
