// The metadata of real runtimes that lies beside the project, where it does. Nothing of it is kept here.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WholeRuntime } from '../../src/chain/runtime/runtime.ts';
import { createRuntime } from '../../src/chain/runtime/whole-runtime.ts';

const FOLDER = path.join(process.cwd(), '..', 'shared');

export const RECORDED_SPECS = [
  { name: 'raonet-218', specVersion: 218 },
  { name: 'dev-293', specVersion: 293 },
  { name: 'devnet-381', specVersion: 381 },
  { name: 'finney-424', specVersion: 424 },
] as const;

export type RecordedSpec = (typeof RECORDED_SPECS)[number];

export const ABSENT = '../shared is absent';

export function hasRecordings(): boolean {
  return existsSync(path.join(FOLDER, 'metadata'));
}

export function recordedMetadata({ name }: RecordedSpec): Uint8Array {
  return new Uint8Array(readFileSync(path.join(FOLDER, 'metadata', `${name}.scale`)));
}

export const RECORDED_GENESIS = `0x${'ab'.repeat(32)}` as const;

export function recordedRuntime(spec: RecordedSpec): WholeRuntime {
  return createRuntime(
    {
      genesisHash: RECORDED_GENESIS,
      specName: 'node-subtensor',
      specVersion: spec.specVersion,
      transactionVersion: 1,
    },
    recordedMetadata(spec),
  );
}

export type Recording = {
  calls: { method: string; args: string; result?: string }[];
  /** By the method's name without its API. */
  decoded: Record<string, unknown>;
  storage: { item: string; key: string; value: string; decoded: unknown }[];
};

/** Answers of a real runtime and what they mean. */
export function recordedAnswers(specVersion: number): Recording {
  const file = path.join(FOLDER, 'recorded', `runtime-${specVersion}.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
