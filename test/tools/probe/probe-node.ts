// Asks one node everything that the extension rests on, reads only, and says what came: layouts, our figures beside the
// chain's, bytes, refusals, and which services the node has. Its answers are kept with their block, for tests to take in.
import { createGuardReads } from '../../../src/chain/read-runtime-guard.ts';
import { createNodeAccess } from '../../../src/chain/runtime/node-access.ts';
import type { WholeRuntime } from '../../../src/chain/runtime/runtime.ts';
import { parseHex } from '../../../src/chain/scale/hex.ts';
import { AppError } from '../../../src/errors.ts';
import { sampleQueries } from '../../../src/guard/judge-pools.ts';
import { judgeRuntime } from '../../../src/guard/judge-runtime.ts';
import type { BlockRef } from '../../../src/model/facts.ts';
import type { GuardRow } from '../../../src/model/guard.ts';
import { NEWEST_KNOWN_SPEC } from '../../../src/model/known-specs.ts';
import { createMemoryCache } from '../../fakes/test-client.ts';
import { READ_APIS, READ_ELSEWHERE, READ_STORAGE } from './read-items.ts';
import { recordingSocket, type Exchange } from './recording-socket.ts';

/** Served or not, and the node's words where it refuses. */
export type Service = { name: string; isServed: boolean; words: string };

export type Layout = { name: string; shape: string | null };

export type Probe = {
  endpoint: string;
  runtime: WholeRuntime;
  block: BlockRef;
  layouts: readonly Layout[];
  rows: readonly GuardRow[];
  services: readonly Service[];
  exchanges: readonly Exchange[];
};

/** `shape` null: this runtime has none of that name. */
function layoutsOf(runtime: WholeRuntime): Layout[] {
  return [
    ...[...READ_STORAGE.map((name) => `SubtensorModule.${name}`), ...READ_ELSEWHERE].map((name) => {
      const [pallet = '', item = ''] = name.split('.');
      const type = runtime.storage(pallet, item)?.valueType;
      return { name, shape: type ? runtime.shapeOf(type.id) : null };
    }),
    ...READ_APIS.map((name) => {
      const [api = '', method = ''] = name.split('.');
      const type = runtime.api(api, method)?.resultType;
      return { name, shape: type ? runtime.shapeOf(type.id) : null };
    }),
  ];
}

const CODE = '0x3a636f6465';
/** `Timestamp.Now` by its published hashes: twox128 of both names. */
const NOW = '0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb';
const HEAD_WAIT_MS = 30_000;

export async function probeNode(endpoint: string): Promise<Probe> {
  const exchanges: Exchange[] = [];
  const access = createNodeAccess({
    endpoints: [endpoint],
    genesisHash: null,
    metadataCache: createMemoryCache(),
    openSocket: recordingSocket(exchanges, Date.now),
    random: Math.random,
  });
  const stop = new AbortController();
  try {
    await access.link.connect(stop.signal);
    const block = await access.head();
    const runtime = await access.source.at(block.hash);
    const facts = await createGuardReads(access).readGuardFacts((pools, { hash }) =>
      sampleQueries(pools, hash),
    );
    const services: Service[] = [];
    const tryOne = async (name: string, ask: () => Promise<string>): Promise<void> => {
      try {
        const words = await ask();
        services.push({ name, isServed: true, words });
      } catch (error) {
        const words = error instanceof AppError ? wordsOf(error) : String(error);
        services.push({ name, isServed: false, words });
      }
    };
    await tryOne('hash of the code (state_getStorageHash)', async () =>
      parseHex(await access.ask('state_getStorageHash', [CODE, block.hash]), 'hash', 32),
    );
    await tryOne('read proofs (state_getReadProof)', async () => {
      const proof = await access.ask('state_getReadProof', [[NOW], block.hash]);
      return `${JSON.stringify(proof).length} characters for one key`;
    });
    await tryOne('justifications (chain_getBlock)', async () => {
      const final = await access.finalizedHead();
      const body = await access.ask('chain_getBlock', [final.hash]);
      const isNamed = typeof body === 'object' && body !== null && 'justifications' in body;
      if (!isNamed) throw new Error('the answer has no such field');
      return body.justifications === null ? 'the field is there, null at this block' : 'there';
    });
    await tryOne('finality proofs (grandpa_proveFinality)', async () => {
      await access.ask('grandpa_proveFinality', [block.number]);
      return 'answered';
    });
    await tryOne('new heads by subscription', () => nextHead(access, block));
    await tryOne('archive: the state of block 1', async () => {
      const hash = await access.blockHashAt(1);
      const value = await access.ask('state_getStorage', [NOW, hash]);
      return `answered: ${String(value)}`;
    });
    return {
      endpoint,
      runtime,
      block: facts.block,
      layouts: layoutsOf(runtime),
      rows: judgeRuntime(facts),
      services,
      exchanges,
    };
  } finally {
    stop.abort();
    access.link.close();
  }
}

const wordsOf = ({ code, detail }: AppError): string =>
  `${code} ${String(detail['rpcCode'] ?? '')} ${String(detail['text'] ?? detail['what'] ?? '')}`.trim();

/** Resolves with a head after that block. */
function nextHead(
  access: Pick<ReturnType<typeof createNodeAccess>, 'onHead'>,
  after: BlockRef,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const heard = new AbortController();
    const timer = setTimeout(() => {
      heard.abort();
      reject(new Error(`no head within ${HEAD_WAIT_MS / 1_000} s`));
    }, HEAD_WAIT_MS);
    access.onHead(({ number }) => {
      if (number <= after.number) return;
      clearTimeout(timer);
      heard.abort();
      resolve(`block ${number} after ${after.number}`);
    }, heard.signal);
  });
}

export const isNewerThanKnown = ({ runtime }: Probe): boolean =>
  runtime.ref.specVersion > NEWEST_KNOWN_SPEC;
