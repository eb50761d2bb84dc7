// By name: what a node can tell wrongly of a chain that proves itself, one thing each.
// Refuses to be clever: no lie here has the secrets of the true voters, and of the authors one at most.
import { forkState, type LedgerState } from '../../ledger/state/ledger-state.ts';
import { hashHeader, type Block, type Header } from '../chain/block.ts';
import type { DevNode } from '../chain/node.ts';
import { authorOf } from '../proofs/authorities.ts';
import { authorityKey, authorityKeys, STRANGER } from '../proofs/authority-keys.ts';
import { scheduledLog, slotLog, withoutSeal } from '../proofs/digest.ts';
import { encodeJustification, justify } from '../proofs/justification.ts';
import type { Draft, Prover } from '../proofs/prover.ts';
import type { StateTrie } from '../proofs/state-trie.ts';
import type { Consensus } from '../runtime/description.ts';
import { eventRecords } from '../runtime/system-pallets.ts';
import { toHex } from '../scale/bytes.ts';
import { decode, encode } from '../scale/codec.ts';
import { blake2b256 } from '../scale/hashing.ts';
import type { Value } from '../scale/type.ts';
import { isStruct, listOf, partOf } from '../scale/value.ts';
import { FORGED_VALUES, withoutAccount, type Forge, type ForgedValue } from './forged-values.ts';
import { FORGED_VOTES, type ForgedVotes, type ForgeVotes } from './forged-votes.ts';
import type { ShownChain } from './lies.ts';
import { RetoldChain, StaleChain, type Retell } from './retold-chain.ts';

export type LieOptions = Readonly<{
  /** Which value is told wrongly, where the lie is about one. Default `tao-reserve`. */
  of?: ForgedValue | Forge;
  /** The first block that is told otherwise. Default: every one where hashes stay, else the best one now. */
  since?: number;
}>;

type Told = NonNullable<NonNullable<Block['proof']>['told']>;

type Liar = Readonly<{ node: DevNode; prover: Prover; options: LieOptions }>;

/** What the lie is about, in the words of who looks for it. */
export type LieAbout =
  | 'value'
  | 'absence'
  | 'event'
  | 'nodes'
  | 'header'
  | 'vote'
  | 'set-change'
  | 'seal'
  | 'extrinsic'
  | 'head';

export type ProofLie = Readonly<{ about: LieAbout; tell: (liar: Liar) => ShownChain }>;

const ALWAYS = 0;

/** Each block under its own hash. */
const sameHashes = (about: LieAbout, retell: (block: Block, liar: Liar) => Block): ProofLie => ({
  about,
  tell: (liar) =>
    new RetoldChain({
      retell: (block) => retell(block, liar),
      since: liar.options.since ?? ALWAYS,
    }),
});

const telling = (block: Block, told: Told): Block =>
  block.proof ? { ...block, proof: { ...block.proof, told } } : block;

const forgeOf = ({ of = 'tao-reserve' }: LieOptions): Forge =>
  typeof of === 'function' ? of : FORGED_VALUES[of];

function forged(state: LedgerState | null, forge: Forge): LedgerState | null {
  if (!state) return null;
  const copy = forkState(state);
  forge(copy);
  return copy;
}

/** Honest: of the true state. Forged: of the state that is told. Cut: without where each key's way ends. */
type Nodes = 'honest' | 'forged' | 'cut';

function withNodes(truth: Block, told: Block, nodes: Nodes, prover: Prover): Block {
  let trie: StateTrie | null = null;
  const prove = (keys: readonly Uint8Array[]): readonly Uint8Array[] => {
    const honest = truth.proof?.trie;
    if (nodes === 'forged') return (trie ??= prover.trieOf(told))?.prove(keys) ?? [];
    if (nodes === 'honest') return honest?.prove(keys) ?? [];
    const ends = keys.map((key) => honest?.ends(key)).map((end) => end && toHex(end));
    return (honest?.prove(keys) ?? []).filter((node) => !ends.includes(toHex(node)));
  };
  return telling(told, { nodes: prove });
}

const value = (about: LieAbout, nodes: Nodes, forge?: Forge): ProofLie =>
  sameHashes(about, (block, { prover, options }) => {
    const isOwn = typeof options.of === 'function';
    const state = forged(block.state, (isOwn ? null : forge) ?? forgeOf(options));
    return withNodes(block, { ...block, state }, nodes, prover);
  });

type Records = readonly Value[];

const event = (nodes: Nodes, change: (records: Records) => Records): ProofLie =>
  sameHashes('event', (block, { prover }) => {
    const type = eventRecords(block.executedBy.description.outer.event);
    const events = encode(type, change(listOf(decode(type, block.events))));
    return withNodes(block, { ...block, events }, nodes, prover);
  });

/** Every amount in what happened to stakes and balances is one more. */
const higherAmounts = (records: Records): Records => records.map((one) => raisedIn(one, false));

function raisedIn(of: Value, isInside: boolean): Value {
  if (typeof of === 'bigint') return isInside ? of + 1n : of;
  if (Array.isArray(of)) return of.map((item: Value) => raisedIn(item, isInside));
  if (!isStruct(of)) return of;
  const name = of['type'];
  const isMoney = name === 'SubtensorModule' || name === 'Balances';
  return Object.fromEntries(
    Object.entries(of).map(([key, item]) => [key, raisedIn(item, isInside || isMoney)]),
  );
}

/** Whatever failed has succeeded. */
const onlySuccesses = (records: Records): Records =>
  records.map((one) => {
    const happened = partOf(one, 'event');
    const inner = partOf(happened, 'value');
    if (!isStruct(one) || partOf(inner, 'type') !== 'ExtrinsicFailed') return one;
    const dispatch_info = partOf(partOf(inner, 'value'), 'dispatch_info') ?? null;
    const success = { type: 'ExtrinsicSuccess', value: { dispatch_info } };
    return { ...one, event: { type: 'System', value: success } };
  });

const noEvents = (): Records => [];

const nodesOf = (change: (honest: Uint8Array[], block: Block) => readonly Uint8Array[]): ProofLie =>
  sameHashes('nodes', (block) =>
    telling(block, { nodes: (keys) => change(block.proof?.trie?.prove(keys) ?? [], block) }),
  );

/** The last node, or the value behind it, with one bit turned. */
const withOneBit = (nodes: Uint8Array[]): Uint8Array[] =>
  nodes.map((node, at) => (at < nodes.length - 1 ? node : turned(node)));

function turned(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

/** The head from then on, and whoever asks for its true hash. */
const header = (change: (of: Header) => Partial<Header>): ProofLie => ({
  about: 'header',
  tell: ({ node, options }) =>
    new RetoldChain({
      retell(block) {
        const told = { ...block.header, ...change(block.header) };
        return { ...block, header: told, hash: hashHeader(told) };
      },
      since: options.since ?? node.chain.head.number,
      coversTruth: true,
    }),
});

const ODD_HASH = toHex(blake2b256(new Uint8Array([7])));

const votes = (forge: ForgeVotes): ProofLie =>
  sameHashes('vote', (block, { node, prover }) =>
    telling(block, {
      justification() {
        if (!prover.justificationOf(block, node.chain)) return null;
        const honest = prover.vote(block, node.chain.at(block.number + 1));
        return honest && forge(honest, block.parent?.proof?.consensus.setId ?? 0n, block);
      },
    }),
  );

/** A chain of its own from a block on, with roots and hashes that fit; `remake` says how it differs. */
const madeUp = (
  about: LieAbout,
  remake: (draft: Draft, parent: Block, liar: Liar, isFirst: boolean) => Draft,
  finish: (block: Block, parent: Block, liar: Liar) => Block = (block) => block,
): ProofLie => ({
  about,
  tell(liar) {
    const since = liar.options.since ?? liar.node.chain.head.number;
    const retell: Retell = (block, parentOf) => {
      const parent = parentOf();
      if (!parent || !block.proof) return block;
      const { hash: _, header: of, proof, ...rest } = block;
      const draft: Draft = {
        ...rest,
        parent,
        parentHash: parent.hash,
        consensus: proof.consensus,
        logs: listOf(partOf(withoutSeal(of.digest), 'logs')),
        salt: 'made up',
      };
      const made = remake(draft, parent, liar, block.number === since);
      const told = liar.prover.complete(made, of.stateRoot);
      return finish(told, parent, liar);
    };
    return new RetoldChain({ retell, since });
  },
});

const withForgery = (draft: Draft, { options }: Liar): Draft => ({
  ...draft,
  state: forged(draft.state, forgeOf(options)),
});

const sealed = (of: Header, log: Value | null): Header => ({
  ...of,
  digest: {
    logs: [...listOf(partOf(withoutSeal(of.digest), 'logs')), ...(log === null ? [] : [log])],
  },
});

const rehashed = (block: Block, told: Header): Block => ({
  ...block,
  header: told,
  hash: hashHeader(told),
});

const sealOf = ({ header: { digest } }: Block): Value | null =>
  listOf(partOf(digest, 'logs')).find((log) => partOf(log, 'type') === 'Seal') ?? null;

const before = ({ proof }: Block, draft: Draft): Consensus => proof?.consensus ?? draft.consensus;

/** The node's own voters, whom nobody has put in. */
const OWN_VOTERS = authorityKeys('voter', STRANGER, 4);

const ownSet: ProofLie = madeUp(
  'set-change',
  (draft, parent, liar, isFirst) => {
    const { setId } = before(parent, draft);
    const consensus = {
      ...draft.consensus,
      voters: OWN_VOTERS,
      setId: isFirst ? setId + 1n : setId,
    };
    const logs = isFirst ? [...draft.logs, scheduledLog(OWN_VOTERS, 0)] : draft.logs;
    const sealedBy = authorityKey('author', STRANGER);
    return { ...withForgery(draft, liar), consensus, logs, sealedBy };
  },
  (block, parent) => {
    const { setId = 0n } = parent.proof?.consensus ?? {};
    const made = encodeJustification(justify(block, null, OWN_VOTERS, setId));
    return telling(block, { justification: () => made });
  },
);

/** After a change the voters of before go on voting, and the state is told to hold them still. */
const oldSet = sameHashes('set-change', (block, { node, prover }) => {
  const old = node.trusted.proof?.consensus;
  const { proof } = block;
  if (!old || !proof || proof.consensus.setId === old.setId) return block;
  const consensus = { ...proof.consensus, voters: old.voters, setId: old.setId };
  const told: Told = {
    nodes: (keys) => proof.trie?.prove(keys) ?? [],
    justification: () =>
      prover.justificationOf(block, node.chain) &&
      encodeJustification(justify(block, null, old.voters, old.setId)),
  };
  return { ...block, proof: { ...proof, consensus, told } };
});

/** Slots in which one author alone is on turn, who seals them all: true seals, and too few hands. */
const oneAuthor = madeUp('seal', (draft, parent, liar, isFirst) => {
  const { authors, slot } = before(parent, draft);
  const next = isFirst ? draft.consensus.slot : slot + BigInt(authors.length);
  const logs = draft.logs.map((log) =>
    partOf(log, 'type') === 'PreRuntime' ? slotLog(next) : log,
  );
  return {
    ...withForgery(draft, liar),
    consensus: { ...draft.consensus, slot: next },
    logs,
    sealedBy: authors[Number(next % BigInt(authors.length))] ?? '',
  };
});

const body = (change: (extrinsics: readonly Uint8Array[]) => readonly Uint8Array[]): ProofLie =>
  sameHashes('extrinsic', (block) => ({ ...block, extrinsics: change(block.extrinsics) }));

const voteLies = Object.fromEntries(
  Object.entries(FORGED_VOTES).map(([name, forge]) => [name, votes(forge)]),
) as Readonly<Record<ForgedVotes, ProofLie>>;

export const PROOF_LIES = {
  /** A value is told wrongly, by queries and by the runtime's answers; the proof is of the true one. */
  value: value('value', 'honest'),
  /** The proof is of the state that is told, whose root no header has. */
  'value-forged-nodes': value('value', 'forged'),
  /** A header has that root, under the true one's seal. */
  'value-forged-root': madeUp(
    'value',
    (draft, _parent, liar) => ({ ...withForgery(draft, liar), sealedBy: null }),
    (block, _parent, { node }) => {
      const truth = node.chain.at(block.number);
      return truth ? rehashed(block, sealed(block.header, sealOf(truth))) : block;
    },
  ),
  /** Alice's account is not there; the proof shows it. */
  absence: value('absence', 'honest', withoutAccount),
  /** The proof ends before it would show it. */
  'absence-cut-nodes': value('absence', 'cut', withoutAccount),
  /** The proof shows that it is not there, under another root. */
  'absence-forged-nodes': value('absence', 'forged', withoutAccount),
  'event-amount': event('honest', higherAmounts),
  'event-amount-forged-nodes': event('forged', higherAmounts),
  'event-outcome': event('honest', onlySuccesses),
  'event-outcome-forged-nodes': event('forged', onlySuccesses),
  /** Nothing has happened. */
  'event-none': event('honest', noEvents),
  'event-none-cut-nodes': event('cut', noEvents),
  'nodes-missing': nodesOf((honest) => honest.slice(0, -1)),
  'nodes-none': nodesOf(() => []),
  'nodes-turned': nodesOf(withOneBit),
  /** Values and proofs are those of the block before. */
  'nodes-of-other-block': sameHashes('nodes', (block) => {
    const { parent } = block;
    if (!parent?.state || !parent.proof || !block.proof) return block;
    const { state, events, eventCount } = parent;
    const { trie } = parent.proof;
    const told = { nodes: (keys: readonly Uint8Array[]) => trie?.prove(keys) ?? [] };
    return { ...block, state, events, eventCount, proof: { ...block.proof, told } };
  }),
  'header-parent': header(() => ({ parentHash: ODD_HASH })),
  'header-number': header(({ number }) => ({ number: number + 1 })),
  'header-state-root': header(() => ({ stateRoot: ODD_HASH })),
  'header-extrinsics-root': header(() => ({ extrinsicsRoot: ODD_HASH })),
  'header-digest': header(({ digest }) => ({
    digest: { logs: [...listOf(partOf(digest, 'logs'))].reverse() },
  })),
  ...voteLies,
  /** Votes that it has kept are not given. */
  'vote-withheld': sameHashes('vote', (block) => telling(block, { justification: () => null })),
  /** The node puts voters of its own in, who vote for all that follows and for the change itself. */
  'set-of-its-own': ownSet,
  'set-that-was': oldSet,
  /** One bit of the seal. */
  'seal-forged': madeUp(
    'seal',
    (draft, _parent, liar) => withForgery(draft, liar),
    (block) => {
      const seal = sealOf(block);
      const signature = listOf(partOf(seal ?? undefined, 'value'))[1];
      if (!isStruct(seal ?? undefined) || !(signature instanceof Uint8Array)) return block;
      const [engine = null] = listOf(partOf(seal ?? undefined, 'value'));
      const log = { type: 'Seal', value: [engine, turned(signature)] };
      return rehashed(block, sealed(block.header, log));
    },
  ),
  'seal-missing': madeUp('seal', (draft, _parent, liar) => ({
    ...withForgery(draft, liar),
    sealedBy: null,
  })),
  /** By somebody who is no author. */
  'seal-of-stranger': madeUp('seal', (draft, _parent, liar) => ({
    ...withForgery(draft, liar),
    sealedBy: authorityKey('author', STRANGER),
  })),
  /** By an author whose turn it is not. */
  'seal-out-of-turn': madeUp('seal', (draft, parent, liar) => ({
    ...withForgery(draft, liar),
    sealedBy: authorOf(before(parent, draft), draft.consensus.slot + 1n),
  })),
  'seal-of-one-author': oneAuthor,
  /** The last extrinsic of each block with one bit turned. */
  'extrinsic-changed': body((all) => [...all.slice(0, -1), ...all.slice(-1).map(turned)]),
  'extrinsic-missing': body((all) => all.slice(0, -1)),
  'extrinsic-added': body((all) => [...all, ...all.slice(-1)]),
  /** Nothing has come since now. */
  'head-withheld': {
    about: 'head',
    tell: ({ node }) => new StaleChain(node.chain.head),
  },
} as const satisfies Readonly<Record<string, ProofLie>>;

export type ProofLieName = keyof typeof PROOF_LIES;

/** What a node can be made to tell wrongly of a chain that proves itself. */
export class ProofFaults {
  private readonly node: () => DevNode;
  private readonly show: (chain: ShownChain | null) => void;

  constructor(node: () => DevNode, show: (chain: ShownChain | null) => void) {
    this.node = node;
    this.show = show;
  }

  /** One lie at a time. Returns the way back to the truth. */
  tell(name: ProofLieName, options: LieOptions = {}): () => void {
    const node = this.node();
    const { prover } = node;
    if (!prover) throw new RangeError('Start the chain with `proofs`');
    this.show(PROOF_LIES[name].tell({ node, prover, options }));
    return () => this.show(null);
  }
}
