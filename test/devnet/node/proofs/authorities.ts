// Who may make and who may vote on which block, and how that changes on the way.
// Refuses to sign; a set is a run of numbered keys, and a change moves it on.
import type { Consensus } from '../runtime/description.ts';
import type { Value } from '../scale/type.ts';
import { authorityKeys } from './authority-keys.ts';
import { authorsLog, forcedLog, scheduledLog, slotLog } from './digest.ts';

const SLOT = 12_000;

export type AuthorityChange = Readonly<{
  /** Size of the new set of voters; the first of them leaves, others join. Default: as many as now, unless authors change. */
  voters?: number;
  /** The same for authors. */
  authors?: number;
  /** Blocks from the announcement until it is in force. Default 0. */
  delay?: number;
  /** As voters who cannot finish a round do it. Default false. */
  isForced?: boolean;
  /** The block that announces it. Default: the next one. */
  at?: number;
}>;

type Step = Readonly<{
  authors: readonly string[] | null;
  voters: readonly string[] | null;
  delay: number;
  isForced: boolean;
}>;

export class Authorities {
  readonly first: Omit<Consensus, 'slot'>;
  private readonly steps = new Map<number, Step>();
  private authorAt = 0;
  private voterAt = 0;
  private authorCount: number;
  private voterCount: number;

  constructor(authors: number, voters: number, setId: bigint) {
    this.authorCount = authors;
    this.voterCount = voters;
    this.first = {
      authors: authorityKeys('author', 0, authors),
      voters: authorityKeys('voter', 0, voters),
      setId,
      pending: null,
    };
  }

  /** Changes follow each other in the order in which they are told, so tell them in the order of their blocks. */
  plan(at: number, change: AuthorityChange): void {
    const hasVoters = change.voters !== undefined || change.authors === undefined;
    if (change.authors !== undefined) {
      this.authorAt += 1;
      this.authorCount = change.authors;
    }
    if (hasVoters) {
      this.voterAt += 1;
      this.voterCount = change.voters ?? this.voterCount;
    }
    this.steps.set(at, {
      authors:
        change.authors === undefined
          ? null
          : authorityKeys('author', this.authorAt, this.authorCount),
      voters: hasVoters ? authorityKeys('voter', this.voterAt, this.voterCount) : null,
      delay: change.delay ?? 0,
      isForced: change.isForced ?? false,
    });
  }

  /** In the state after a block of that number and time, and what its header says of it. */
  after(
    parent: Consensus,
    number: number,
    timestamp: number,
  ): Readonly<{ consensus: Consensus; logs: readonly Value[] }> {
    // No two blocks of a chain have the same slot, also where blocks are made faster than that.
    const byTime = BigInt(Math.floor(timestamp / SLOT));
    const slot = byTime > parent.slot ? byTime : parent.slot + 1n;
    const logs: Value[] = [slotLog(slot)];
    let { authors, voters, setId, pending } = parent;
    const step = this.steps.get(number);
    if (step?.authors) {
      ({ authors } = step);
      logs.push(authorsLog(authors));
    }
    if (step?.voters) {
      const { delay, isForced } = step;
      logs.push(
        isForced ? forcedLog(step.voters, delay, number - 1) : scheduledLog(step.voters, delay),
      );
      pending = { at: number + delay, voters: step.voters };
    }
    if (pending?.at === number) {
      ({ voters } = pending);
      setId += 1n;
      pending = null;
    }
    return { consensus: { authors, voters, setId, slot, pending }, logs };
  }
}

export const authorOf = ({ authors }: Consensus, slot: bigint): string =>
  authors[Number(slot % BigInt(authors.length))] ?? '';
