// The subnets whose pools a refresh reads beside those held: for the proof of the model, the user's favourites, and those
// that the stored picture knew, so that one which is gone is seen to be gone.
import type { Snapshot } from '../model/facts.ts';
import { readSettings } from '../store/settings.ts';
import type { Netuid } from '../units.ts';
import { TEST_NETUID } from './prove-model.ts';
import { subnetsToCompare } from './record-changes.ts';

/** `before`: the picture that the next one replaces; null: there is none. */
export async function lookedAt(before: Snapshot | null): Promise<Netuid[]> {
  const compared = before === null ? [] : await subnetsToCompare(before);
  return [...new Set([TEST_NETUID, ...(await readSettings()).favourites, ...compared])];
}
