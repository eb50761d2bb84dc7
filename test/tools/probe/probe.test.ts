// The probe against the simulated chain: it says what agrees and what not, what is served and refused, and what it writes
// reads back as it came.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { createRuntime } from '../../../src/chain/runtime/whole-runtime.ts';
import { parseHex } from '../../../src/chain/scale/hex.ts';
import { startDevnet } from '../../devnet/devnet.ts';
import { RUNTIME_SPECS } from '../../devnet/node/runtime/runtime-spec.ts';
import { probeNode } from './probe-node.ts';
import { reportOf, writeProbe } from './write-report.ts';

test('an honest chain: everything agrees, and the files read back', async (t) => {
  const net = await startDevnet({ subnets: 4, spec: RUNTIME_SPECS.live475, blockTime: 300 });
  t.after(() => net.stop());
  net.produceBlocks(2);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'taubar-probe-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const probe = await probeNode(net.url);
  await writeProbe(directory, probe);

  const report = await readFile(path.join(directory, 'report.txt'), 'utf8');
  assert.match(report, /node-subtensor 475, block \d+/);
  assert.match(report, /spot: agrees/);
  assert.doesNotMatch(report, /DIFFERS|not checked/);
  assert.match(report, /SwapRuntimeApi\.sim_swap_tao_for_alpha: u64,u64,u64,u64,u64,u64/);
  assert.match(report, /new heads by subscription: served/);
  assert.match(report, /read proofs .*: (?:not )?served/);

  const text = await readFile(path.join(directory, 'recorded', 'runtime-475.json'), 'utf8');
  const fixture: {
    block: { number: number };
    calls: { method: string; at: string; result: string }[];
    decoded: Record<string, unknown>;
    storage: { key: string; value: string | null; at: string }[];
  } = JSON.parse(text);
  const metadata = await readFile(path.join(directory, 'metadata', 'probe-475.scale'));
  const runtime = createRuntime(probe.runtime.ref, new Uint8Array(metadata));
  const prices = fixture.calls.find(({ method }) => method.endsWith('current_alpha_price_all'));
  assert.ok(prices);
  assert.match(prices.at, /^0x[0-9a-f]{64}$/);
  const api = runtime.api('SwapRuntimeApi', 'current_alpha_price_all');
  const again = JSON.parse(
    JSON.stringify(api?.decode(parseHex(prices.result, 'prices')), (_name, part: unknown) =>
      typeof part === 'bigint' ? part.toString() : part,
    ),
  );
  assert.deepEqual(fixture.decoded['current_alpha_price_all'], again);
  const tao = runtime.storage('SubtensorModule', 'SubnetTAO');
  const kept = fixture.storage.find(({ key }) => key === tao?.key(1));
  assert.ok(kept?.value && tao);
  assert.equal(typeof tao.decode(parseHex(kept.value, 'tao')), 'bigint');
});

test('a chain that differs, and a node that limits: the report says so', async (t) => {
  const net = await startDevnet({ subnets: 4, spec: RUNTIME_SPECS.lending476, blockTime: 300 });
  t.after(() => net.stop());
  net.produceBlocks(2);
  net.faults.tell('spot-price');
  net.faults.arm(
    { method: 'state_getReadProof' },
    { do: 'fail', code: -32601, message: 'Method not found' },
  );
  const report = reportOf(await probeNode(net.url));
  assert.match(report, /newer than 475/);
  assert.match(report, /spot: DIFFERS on subnet \d+: ours \d+, the chain's \d+/);
  assert.match(report, /read proofs .*: not served/);
  assert.match(report, /state_getReadProof: -32601 Method not found/);
});
