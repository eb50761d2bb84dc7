// What no refresh needs, as one chunk: each further one would cut the first bundle into more pieces, which costs more there
// than it takes away.
export { createSigning } from '../signing/create-signing.ts';
export { dropDraft, dropExitsDraft, dropSignedDrafts, keepDraft, linkDraft } from './drafts.ts';
export { findPayouts } from './find-payouts.ts';
export { recordVanished } from './record-vanished.ts';
