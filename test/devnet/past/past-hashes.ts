// Hashes of eight million blocks without making them: headers are chained in short runs, worked out when one is asked for.
// Each header names the hash of the block before it. Its own hash is that of its bytes, but for the last block of a run,
// whose hash had to be known before it: none of those lies near a block in which something happened.
import { encodeHeader, hashHeader, type Header } from '../node/chain/block.ts';
import { timestampExtrinsic } from '../node/chain/author.ts';
import { extrinsicsRoot } from '../node/chain/extrinsics-root.ts';
import { toHex, utf8, Writer } from '../node/scale/bytes.ts';
import { blake2b256 } from '../node/scale/hashing.ts';
import type { Value } from '../node/scale/type.ts';
import { BLOCK_MS, ERAS, HEAD, specThatMade, timeOf } from './past-eras.ts';
import { runtimeOf, type MadeBlock } from './past-maker.ts';

const RUN = 16;
/** Headers this near to something that happened have true hashes. */
const TRUE_WITHIN = 64;
/** Of a run's first block: the one before it has a hash of its own making. */
const CLEAR = TRUE_WITHIN + 1;
const MOST_RUNS = 4_000;
/** Bodies this near to something that happened have a true root. */
const TRUE_ROOTS_WITHIN = 2;
/** From here on a number takes four bytes. */
const FOUR_BYTES = 16_384;
const NO_PARENT = `0x${'00'.repeat(32)}`;
const AURA = utf8('aura');
const installs = new Set(ERAS.slice(1).map(({ from }) => from));

export class PastHashes {
  private readonly seed: string;
  private readonly made: ReadonlyMap<number, MadeBlock>;
  private readonly numbers: readonly number[];
  private readonly runs = new Map<number, readonly string[]>();
  private readonly numberOf = new Map<string, number>();
  private readonly stateRoot: string;
  private readonly emptyRoot: string;
  private readonly quiet: Uint8Array;

  constructor(seed: number, made: readonly MadeBlock[]) {
    this.seed = `past/${seed}`;
    this.made = new Map(made.map((block) => [block.number, block]));
    this.numbers = made.map(({ number }) => number);
    this.stateRoot = toHex(blake2b256(utf8(`${this.seed}/state`)));
    this.emptyRoot = extrinsicsRoot([]);
    this.quiet = encodeHeader({
      parentHash: NO_PARENT,
      number: HEAD,
      stateRoot: this.stateRoot,
      extrinsicsRoot: this.emptyRoot,
      digest: { logs: digestOf(HEAD) },
    });
  }

  hashOf(number: number): string {
    const start = this.startOf(number);
    const known = this.runs.get(start) ?? this.run(start);
    return known[number - start] ?? NO_PARENT;
  }

  parentOf(number: number): string {
    return number === 0 ? NO_PARENT : this.hashOf(number - 1);
  }

  /** Null for a hash that nobody was told of. */
  find(hash: string): number | null {
    const known = this.numberOf.get(hash);
    if (known !== undefined) return known;
    const number = Number.parseInt(hash.slice(-8), 16);
    return Number.isSafeInteger(number) && number <= HEAD && this.seam(number) === hash
      ? number
      : null;
  }

  header(number: number, parentHash: string): Header {
    return {
      parentHash,
      number,
      stateRoot: this.stateRoot,
      extrinsicsRoot: this.rootOf(number),
      digest: { logs: digestOf(number) },
    };
  }

  /** Whether the hash is that of the header's bytes. */
  isTrue(number: number): boolean {
    return number === HEAD || this.startOf(number + 1) !== number + 1;
  }

  /** Nearest block in which something happened. */
  private isNear(number: number, within: number): boolean {
    let low = 0;
    let high = this.numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.numbers[middle] ?? HEAD) < number - within) low = middle + 1;
      else high = middle;
    }
    const next = this.numbers[low];
    return next !== undefined && next <= number + within;
  }

  private startOf(number: number): number {
    let start = number - (number % RUN);
    while (start > 0 && this.isNear(start, CLEAR)) start -= RUN;
    return start;
  }

  private run(start: number): readonly string[] {
    let end = start + RUN;
    while (end <= HEAD && this.isNear(end, CLEAR)) end += RUN;
    end = Math.min(end - 1, HEAD);
    const hashes: string[] = [];
    let parent = start === 0 ? NO_PARENT : this.seam(start - 1);
    for (let number = start; number <= end; number += 1) {
      if (number === end && end < HEAD) parent = this.seam(number);
      else if (this.isQuiet(number)) parent = this.quietHash(number, parent);
      else parent = hashHeader(this.header(number, parent));
      hashes.push(parent);
      this.numberOf.set(parent, number);
    }
    if (this.runs.size >= MOST_RUNS) this.runs.delete(this.runs.keys().next().value ?? 0);
    this.runs.set(start, hashes);
    return hashes;
  }

  private isQuiet(number: number): boolean {
    return number > FOUR_BYTES && !this.isNear(number, TRUE_ROOTS_WITHIN);
  }

  /** The same as `hashHeader(header(…))` where nothing happened, written into the bytes of the last one: most are such. */
  private quietHash(number: number, parentHash: string): string {
    const bytes = this.quiet;
    bytes.set(Buffer.from(parentHash.slice(2), 'hex'));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    view.setUint32(32, number * 4 + 2, true);
    const slot = BigInt(Math.floor(timeOf(number) / BLOCK_MS));
    view.setBigUint64(bytes.length - 8, slot, true);
    return toHex(blake2b256(bytes));
  }

  /** Names its block, so that it can be found again. */
  private seam(number: number): string {
    const filling = toHex(blake2b256(utf8(`${this.seed}/seam/${number}`)));
    return filling.slice(0, -8) + number.toString(16).padStart(8, '0');
  }

  private rootOf(number: number): string {
    const made = this.made.get(number);
    if (made) return extrinsicsRoot(made.extrinsics);
    if (!this.isNear(number, TRUE_ROOTS_WITHIN)) return this.emptyRoot;
    return extrinsicsRoot([timestampExtrinsic(runtimeOf(specThatMade(number)), timeOf(number))]);
  }
}

function digestOf(number: number): Value[] {
  const slot = new Writer();
  slot.integer(BigInt(Math.floor(timeOf(number) / BLOCK_MS)), 8, false);
  const logs: Value[] = [{ type: 'PreRuntime', value: [AURA, slot.finish()] }];
  if (installs.has(number)) logs.push('RuntimeEnvironmentUpdated');
  return logs;
}
