// What can go wrong with an archive, by stretch of blocks: behind, pruned, forgetful, lying, slow, limited, cut off.
// Refuses to decide when; a test says so, and takes it back.
import type { FaultRules } from '../node/faults/fault-rules.ts';
import { RateLimit, type RateLimitOptions } from '../node/faults/rate-limit.ts';
import { noUntruths, type PastChain, type Untruths } from './past-chain.ts';

export class PastFaults {
  /** For anything else: see `FaultAction`. */
  readonly rules: FaultRules;
  private readonly chain: PastChain;

  constructor(chain: PastChain, rules: FaultRules) {
    this.chain = chain;
    this.rules = rules;
  }

  /** The head is that many blocks behind, and later ones are unknown. Subscribers hear of the new head. */
  lag(blocks: number): void {
    this.change((untruths) => {
      untruths.lag = blocks;
    });
    this.chain.announce();
  }

  /** No state of any block below; headers and bodies stay. */
  prune(below: number): void {
    this.change((untruths) => {
      untruths.prunedBelow = below;
    });
  }

  /** Blocks from ≤ n ≤ to are unknown. */
  forget(from: number, to: number): void {
    this.change(({ forgotten }) => void forgotten.push({ from, to }));
  }

  /** The header of that block names another parent; it no longer fits its hash. */
  lieParent(block: number): void {
    this.change(({ wrongParents }) => void wrongParents.add(block));
  }

  /** In its place a block of another branch, whole in itself: its hash fits, its events differ, its child does not follow it. */
  lieBranch(block: number): void {
    this.change(({ branches }) => void branches.add(block));
  }

  /** Amounts in the events of that block are one rao more. */
  lieEvents(block: number): void {
    this.change(({ wrongEvents }) => void wrongEvents.add(block));
  }

  /** The body of that block lacks its last extrinsic; the header's root tells. */
  lieExtrinsics(block: number): void {
    this.change(({ shortBodies }) => void shortBodies.add(block));
  }

  noMetadata(specVersion: number): void {
    this.change(({ withoutMetadata }) => void withoutMetadata.add(specVersion));
  }

  /** -32005 for whoever asks faster. Counts what it refuses. */
  limit(options: RateLimitOptions = {}): RateLimit {
    const limit = new RateLimit(options);
    this.rules.limit = limit;
    return limit;
  }

  /** Once, in place of the answer after that many. */
  hangUpAfter(answers: number): void {
    this.rules.arm({ skip: answers, times: 1 }, { do: 'hang-up', when: 'before' });
  }

  /** Every single answer is that late; batches are not. */
  slow(ms: number): void {
    this.rules.arm({}, { do: 'delay', ms });
  }

  /** Honest and healthy again. */
  clear(): void {
    this.rules.clear();
    this.chain.untruths = noUntruths();
    this.chain.forget();
  }

  private change(change: (untruths: Untruths) => void): void {
    change(this.chain.untruths);
    this.chain.forget();
  }
}
