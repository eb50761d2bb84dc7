// The sentence of an error: what happened, what it cost, what to do now. Figures come from its detail.
import { messageKeyOf, type ErrorDetail, type WireError } from '../../errors.ts';
import { cleanName, t } from '../text.ts';

/** Longest text of a detail that a sentence carries; the rest is in the log. */
const DETAIL_LENGTH = 120;

/** Which parts of the detail a sentence takes, in its order, each the first that is there. */
const wanted: Readonly<Record<string, readonly (readonly string[])[]>> = {
  NODE_UNREACHABLE: [['endpoint', 'url']],
  NODE_TIMEOUT: [['endpoint', 'url']],
  NODE_REFUSED: [['text', 'message']],
  WRONG_NETWORK: [['endpoint', 'url']],
  BAD_ENDPOINT: [['endpoint', 'url', 'text']],
  NOT_ON_THIS_RUNTIME: [['call', 'name', 'what']],
  CHAIN_REFUSED: [['error', 'name'], ['pallet']],
  STORE_FAILED: [['text']],
  INTERNAL: [['text']],
};

function partOf(detail: ErrorDetail, names: readonly string[]): string {
  for (const name of names) {
    const part = detail[name];
    if (part !== undefined) return cleanName(String(part), DETAIL_LENGTH);
  }
  return t('notSaid');
}

export function errorText({ code, detail }: WireError): string {
  return t(messageKeyOf(code), ...(wanted[code] ?? []).map((names) => partOf(detail, names)));
}
