// Everything around signing for one test: the fake chain, a store in memory that outlives lives, a wallet that
// signs what it is shown, and lives of the background that can be ended at any step.
import { AppError, type ErrorCode, type WireError } from '../../src/errors.ts';
import { createSigning, type Signing } from '../../src/signing/create-signing.ts';
import type { SignatureBody } from '../../src/signing/request-signature.ts';
import type { RequestStore, SecondChain, SigningPorts } from '../../src/signing/signing-deps.ts';
import type { SigningPrompt } from '../../src/wallet/prompt-for-signing.ts';
import { noLimits } from '../../src/model/account-limits.ts';
import type { AccountSource } from '../../src/model/account.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import type { ProvenInputs } from '../../src/proof/prove-quote.ts';
import { toRao, type Hex, type Ss58Address } from '../../src/units.ts';
import { agreedRows } from '../fakes/checked-runtime.ts';
import { frozenCopy } from '../fakes/frozen-copy.ts';
import { createFakeChain, GENESIS } from './fake-chain.ts';
import { assemble, sign } from './fake-extrinsic.ts';
import { ADDRESS, createFakeModel, isUnsettled, MOVE, TERMS } from './fake-facts.ts';
import { settle, underWay } from './settle.ts';

export { settle };

/** The browser ended the background right here. */
export class Killed extends Error {}

/** Ends a life before or after its n-th step; every step after that fails too. */
export type Death = { step: number; when: 'before' | 'after' } | null;

export type FakeWorld = ReturnType<typeof createFakeWorld>;

/** In memory, unless told of a store to keep the requests in. */
export function createFakeWorld(kept: RequestStore | null = null) {
  const { chain, client } = createFakeChain();
  const model = createFakeModel();
  const stored = new Map<string, SigningRequest>();
  const confirmed: Ss58Address[] = [];
  const reports: unknown[] = [];
  let ids = 0;
  const fakeNetwork: { id: string; genesisHash: Hex | null } = { id: 'fake', genesisHash: GENESIS };

  const world = {
    chain,
    client,
    model,
    stored,
    confirmed,
    reports,
    /** What the page holds; gone when the browser ends. */
    held: new Map<string, SigningPrompt>(),
    /** Every prompt that ever reached a wallet. */
    asked: [] as SigningPrompt[],
    walletError: null as Error | null,
    /** The page has the prompt, and its word of that is lost. */
    answerLost: null as Error | null,
    sources: [sourceOf('test wallet', 'https://example.test')] as AccountSource[],
    clock: 1_000_000,
    /** Another operator's node; null: none is configured. An error: it cannot be reached. */
    second: null as SecondChain | AppError | null,
    /** Why another operator does not confirm the pools; null: it does. */
    unconfirmed: null as AppError | null,
    confirmations: 0,
    /** What proofs show of the inputs; null: nothing. */
    proven: null as ProvenInputs | AppError | null,
    /** What the node told of events against its own block; null: they are not proven. */
    eventsLie: null as AppError | null,
    /** The user's own, of the one account. */
    limits: noLimits,
    /** What the settings name now. */
    network: fakeNetwork,
    /** Steps that the last life took. */
    steps: 0,
    lastStep: '',
    /** Side effects, and the states that were written, in their order. */
    trace: [] as string[],
    live,
    requests: (): SigningRequest[] => [...stored.values()],
    /** The one request of the test. */
    only(): SigningRequest {
      const [request, ...rest] = stored.values();
      if (!request || rest.length > 0) throw new Error(`${stored.size} requests`);
      return request;
    },
    lastPrompt(): SigningPrompt {
      const prompt = world.asked.at(-1);
      if (!prompt) throw new Error('nobody was asked');
      return prompt;
    },
  };

  function live(death: Death = null): Signing {
    let step = 0;
    let isDead = false;

    async function mortal<T>(name: string, deed: () => Promise<T>): Promise<T> {
      if (isDead) throw new Killed();
      step += 1;
      const isLast = death !== null && step === death.step;
      world.steps = step;
      if (isLast) {
        isDead = true;
        world.lastStep = `${death.when} step ${step}, ${name}`;
      }
      if (isLast && death.when === 'before') throw new Killed();
      const value = await underWay(deed);
      if (isDead) throw new Killed();
      return value;
    }

    const wrap = <A extends unknown[], T>(name: string, deed: (...args: A) => Promise<T>) => {
      return (...args: A): Promise<T> => mortal(name, () => deed(...args));
    };

    const store: RequestStore = {
      read: wrap('read', async (id) => (kept === null ? (stored.get(id) ?? null) : kept.read(id))),
      listUnsettled: wrap('list', async () =>
        kept === null ? [...stored.values()].filter(isUnsettled) : kept.listUnsettled(),
      ),
      listOf: wrap('list', async (coldkey) =>
        kept === null
          ? [...stored.values()].filter((one) => one.coldkey === coldkey)
          : kept.listOf(coldkey),
      ),
      listSince: wrap('list', async (coldkey, block) =>
        kept === null
          ? [...stored.values()].filter(
              (one) =>
                one.coldkey === coldkey &&
                (one.state !== 'finalized' || one.inBlock.number >= block),
            )
          : kept.listSince(coldkey, block),
      ),
      hasUnread: wrap('list', async (...of) => kept?.hasUnread(...of) ?? false),
      listNotFinal: wrap('list', async (coldkey) =>
        kept === null
          ? [...stored.values()].filter(
              (one) => one.coldkey === coldkey && one.state !== 'finalized',
            )
          : kept.listNotFinal(coldkey),
      ),
      change: wrap('write', async (id, change) => {
        if (kept !== null) {
          const written = await kept.change(id, change);
          if (written) stored.set(id, written);
          return written;
        }
        const current = stored.get(id) ?? null;
        const next = change(current);
        if (next) {
          stored.set(id, frozenCopy(next));
          world.trace.push(next.state);
        }
        return stored.get(id) ?? null;
      }),
      changeSome: wrap('write', async (wanted, change) => {
        if (kept !== null) {
          await kept.changeSome(wanted, (some) => {
            const written = change(some);
            for (const one of written) stored.set(one.id, one);
            return written;
          });
          return;
        }
        for (const next of change(wanted.flatMap((id) => stored.get(id) ?? []))) {
          stored.set(next.id, frozenCopy(next));
          world.trace.push(next.state);
        }
      }),
    };

    const ports: SigningPorts = {
      chain: async () => ({
        ...client,
        head: wrap('head', client.head),
        finalizedHead: wrap('finalizedHead', client.finalizedHead),
        blockHashAt: wrap('blockHashAt', client.blockHashAt),
        readMoveFacts: wrap('readMoveFacts', client.readMoveFacts),
        simulate: wrap('simulate', client.simulate),
        prepareExtrinsic: wrap('prepareExtrinsic', client.prepareExtrinsic),
        runtimeOf: wrap('runtimeOf', client.runtimeOf),
        acceptSignedTransaction: wrap('acceptSignedTransaction', client.acceptSignedTransaction),
        findExtrinsic: wrap('findExtrinsic', client.findExtrinsic),
        readEvents: wrap('readEvents', client.readEvents),
        // The bytes leave at once; the rest of the promise is the watch.
        submitAndWatch: async (extrinsic, onStatus, signal) => {
          const watch = { last: null as ReturnType<typeof client.submitAndWatch> | null };
          await mortal('submit', async () => {
            world.trace.push('submit');
            watch.last = client.submitAndWatch(extrinsic, onStatus, signal);
            watch.last.catch(() => undefined);
          });
          if (watch.last === null) throw new Error('not sent');
          return watch.last;
        },
      }),
      guardRows: async () => agreedRows,
      accountLimits: async () => ({ known: true, value: world.limits }),
      confirmDepth: async (facts) => {
        world.confirmations += 1;
        if (world.unconfirmed !== null) throw world.unconfirmed;
        return { ...facts, depth: 'two-sources' };
      },
      proveEvents: async () => {
        if (world.eventsLie !== null) throw world.eventsLie;
        return { kind: 'not-asked' };
      },
      proveInputs: async () => {
        if (world.proven instanceof AppError) throw world.proven;
        return world.proven;
      },
      second: wrap('second', async (use) => {
        const { second } = world;
        if (second === null) throw new AppError('NO_SECOND_SOURCE');
        if (second instanceof AppError) throw second;
        return use(second);
      }),
      network: async () => world.network,
      store,
      askWallet: wrap('askWallet', async (prompt) => {
        if (world.walletError !== null) throw world.walletError;
        world.trace.push('ask-wallet');
        world.held.set(prompt.promptId, prompt);
        world.asked.push(prompt);
        if (world.answerLost !== null) throw world.answerLost;
      }),
      forgetPrompt: wrap('forgetPrompt', async (promptId) => {
        world.held.delete(promptId);
      }),
      forgetPrompts: wrap('forgetPrompts', async (requestId) => {
        for (const [promptId, prompt] of world.held) {
          if (prompt.requestId === requestId) world.held.delete(promptId);
        }
      }),
      isPromptHeld: wrap('isPromptHeld', async (promptId) => world.held.has(promptId)),
      readSources: wrap('readSources', async () => world.sources),
      confirmAccount: wrap('confirmAccount', async (coldkey) => {
        world.trace.push('confirm-account');
        confirmed.push(coldkey);
      }),
      announce: () => undefined,
      now: () => (world.clock += 1),
      newId: () => `id-${(ids += 1)}`,
      report: (error) => {
        if (!(error instanceof Killed)) reports.push(error);
      },
    };
    return createSigning(ports, model);
  }

  return world;
}

export function sourceOf(wallet: string, origin: string): AccountSource {
  return { wallet, origin, keyType: 'sr25519', name: 'test', seenAt: 1, genesisHash: null };
}

export const ASK: SignatureBody = {
  move: MOVE,
  terms: TERMS,
  wallet: 'test wallet',
  genesisHash: GENESIS,
  minimum: { unit: 'rao', amount: toRao(990n) },
  floor: null,
  worstPrice: null,
  accepted: [],
  reviewed: null,
};

/** What an honest wallet signs: the payload it was shown, as the request's bytes. */
export function signedBytesOf(world: FakeWorld, prompt: SigningPrompt): string {
  const request = world.requests().find(({ id }) => id === prompt.requestId);
  return request?.prepared?.signedBytes ?? '';
}

export function honestAnswer(world: FakeWorld, prompt: SigningPrompt = world.lastPrompt()) {
  const signature = sign(ADDRESS.coldkey, signedBytesOf(world, prompt));
  return { ok: true, signature, signedTransaction: null } as const;
}

export function transactionAnswer(world: FakeWorld, prompt: SigningPrompt = world.lastPrompt()) {
  const { prepared } = world.requests().find(({ id }) => id === prompt.requestId) ?? {};
  if (!prepared) throw new Error('nothing prepared');
  const signature = sign(ADDRESS.coldkey, prepared.signedBytes);
  return { ok: true, signature, signedTransaction: assemble(prepared, signature) } as const;
}

export const failedAnswer = (code: WireError['code']) =>
  ({ ok: false, error: { code, detail: {} } }) as const;

/** A request on its way, up to a wallet that has been asked. */
export async function askedWallet(signing: Signing): Promise<string> {
  const { id } = await signing.requestSignature(ASK);
  await signing.askWallet({ id, tabId: 1 });
  return id;
}

export async function signedAndSent(world: FakeWorld, signing: Signing): Promise<string> {
  const id = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  return id;
}

/** Blocks come, and the background hears of each. */
export async function blocks(world: FakeWorld, signing: Signing, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    world.chain.mine();
    const { hash, number } = world.chain.head();
    await signing.onHead({ hash, number });
    await settle();
  }
}

export const refusesWith = (code: ErrorCode) => (error: unknown) =>
  error instanceof AppError && error.code === code;

export function start(): { world: FakeWorld; signing: Signing } {
  const world = createFakeWorld();
  return { world, signing: world.live() };
}
