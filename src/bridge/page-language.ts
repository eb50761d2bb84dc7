// Private copies of the built-ins that the page script needs, taken when it starts: a page may change its globals
// and prototypes. Loops here and in the other page files go by index, because the page may replace iterators.
import { MAX_TEXT_CHARS, type FailureReason } from './envelope.ts';

export const { apply } = Reflect;
export const { isArray } = Array;
export const { keys } = Object;
const { stringify } = JSON;
const { String: str, setTimeout: later } = globalThis;

export type Bag = { readonly [name: string]: unknown };

/** Ends a question with a reason; page.ts turns it into an answer. */
export class Failure extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, text: string) {
    super(text);
    this.reason = reason;
  }
}

export function isBag(value: unknown): value is Bag {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}

export function bagOf(value: unknown): Bag {
  return isBag(value) ? value : {};
}

/** The message of anything thrown, of bounded length. */
export function wordsOf(thrown: unknown): string {
  const message = isBag(thrown) ? thrown['message'] : thrown;
  return (typeof message === 'string' ? message : str(message)).slice(0, MAX_TEXT_CHARS);
}

/** JSON text of plain values, without calling a toJSON that the page may have put on a prototype. */
export function toText(value: unknown): string {
  if (isArray(value)) {
    let text = '';
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + toText(value[i]);
    return `[${text}]`;
  }
  if (isBag(value)) {
    const names = keys(value);
    let text = '';
    for (let i = 0; i < names.length; i++) {
      const name = names[i] ?? '';
      text += `${i === 0 ? '' : ','}${stringify(name)}:${toText(value[name])}`;
    }
    return `{${text}}`;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? stringify(value)
    : 'null';
}

export function after(ms: number, callback: () => void): void {
  apply(later, globalThis, [callback, ms]);
}

/** A pause without the page's Promise: `await` accepts any object with a `then`. */
export async function pause(ms: number): Promise<void> {
  const done = {
    // oxlint-disable-next-line unicorn/no-thenable -- this is the point
    then: (callback: () => void) => after(ms, callback),
  };
  await done;
}
