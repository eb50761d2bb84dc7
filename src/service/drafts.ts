// Keeps drafts; and what becomes of a ticket's once a request is made of it: it goes when that request is signed, and stays when the
// request ends unsigned.
import { ticketDraftKey, type DraftRecord } from '../model/draft.ts';
import type { Move } from '../model/move.ts';
import type { SigningState } from '../model/request.ts';
import { editDraft, readDrafts, writeDraft } from '../store/drafts.ts';
import { readRequest } from '../store/requests.ts';
import type { Hex, Ss58Address } from '../units.ts';

/** As it was typed last: no request was made of it yet. */
export function keepDraft(draft: Omit<DraftRecord, 'requestId'>): Promise<void> {
  return writeDraft({ ...draft, requestId: null });
}

/** True: there was one. */
export function dropDraft(key: string): Promise<boolean> {
  return editDraft(key, () => null);
}

/** The list of positions takes over from the ticket that it was chosen on. */
export function dropExitsDraft(genesisHash: Hex, coldkey: Ss58Address): Promise<boolean> {
  return dropDraft(ticketDraftKey(genesisHash, 'exit-several', coldkey));
}

/** The draft that this request was made of, if there is one. */
export function linkDraft(genesisHash: Hex, move: Move, requestId: string): Promise<boolean> {
  const key = ticketDraftKey(genesisHash, move.kind, move.coldkey);
  return editDraft(key, (draft) => ({ ...draft, requestId }));
}

const signedStates: readonly SigningState[] = [
  'signed',
  'submitted',
  'in-block',
  'finalized',
  'failed',
];

/** Drops the drafts whose requests were signed. True: some were. */
export async function dropSignedDrafts(): Promise<boolean> {
  let isAny = false;
  for (const { key, requestId } of await readDrafts()) {
    const request = requestId === null ? null : await readRequest(requestId);
    // Signed once, it may be ended by now, and still be in the chain.
    const isSigned =
      request !== null && (signedStates.includes(request.state) || request.extrinsicHash !== null);
    if (!isSigned) continue;
    // Typed anew meanwhile, it is another draft.
    const isDropped = await editDraft(key, (draft) =>
      draft.requestId === requestId ? null : draft,
    );
    isAny ||= isDropped;
  }
  return isAny;
}
