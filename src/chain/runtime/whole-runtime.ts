// A runtime by all of its metadata.
import type { RuntimeRef } from '../../model/facts.ts';
import { noteFacts, type KeptFacts } from './kept-facts.ts';
import { createRuntimeOf, type WholeRuntime } from './runtime.ts';
import { createWholeFacts } from './whole-facts.ts';

/** With what it was asked, and what `kept` was asked before. Throws NODE_MALFORMED where the bytes are no metadata. */
export function createNotedRuntime(
  ref: RuntimeRef,
  metadata: Uint8Array,
  kept: string | null,
): { runtime: WholeRuntime; noted: KeptFacts } {
  const noted = noteFacts(createWholeFacts(metadata), kept);
  return { runtime: withMetadata(createRuntimeOf(ref, noted), metadata), noted };
}

/** The same, where nothing is kept. */
export function createRuntime(ref: RuntimeRef, metadata: Uint8Array): WholeRuntime {
  return withMetadata(createRuntimeOf(ref, createWholeFacts(metadata)), metadata);
}

/** As its own accessors, which a spread would read at once. */
const withMetadata = (
  runtime: ReturnType<typeof createRuntimeOf>,
  metadata: Uint8Array,
): WholeRuntime => Object.assign(runtime, { metadata });
