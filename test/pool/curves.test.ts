// What differs between curves is asked of the curve: a new curve is one file and one row.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { curveOf } from '../../src/pool/curves/curve-of.ts';
import type { Pool } from '../../src/pool/pool.ts';

const kinds: readonly Pool['kind'][] = ['stable', 'constant-product', 'balancer', 'superellipse'];

test('outside src/pool/curves nothing asks for the kind of a pool', async () => {
  const comparison = new RegExp(`\\bkind\\s*[!=]==?\\s*'(?:${kinds.join('|')})'`);
  const wrong: string[] = [];
  for (const name of await readdir('src', { recursive: true })) {
    const file = name.split(path.sep).join('/');
    if (!/\.tsx?$/.test(file) || file.startsWith('pool/curves/')) continue;
    const text = await readFile(path.join('src', file), 'utf8');
    const asks = comparison.test(text) || /\bpool\??\.kind\b|'feeRate' in\b/.test(text);
    if (asks) wrong.push(file);
  }
  assert.deepEqual(wrong, []);
});

test('each kind has its own curve', () => {
  const reserves = { taoReserve: 10n ** 12n, alphaReserve: 10n ** 12n };
  const center = (10n ** 13n) << 32n;
  const pools: Record<Pool['kind'], Pool> = {
    stable: { kind: 'stable' },
    'constant-product': { kind: 'constant-product', ...reserves },
    balancer: { kind: 'balancer', ...reserves, taoWeight: 5n * 10n ** 17n, feeRate: 33 },
    superellipse: {
      kind: 'superellipse',
      ...reserves,
      alphaScale: center,
      taoScale: center,
      centerAlpha: center,
      centerTao: center,
      feeRate: 33,
    },
  };
  assert.equal(new Set(Object.values(pools).map(curveOf)).size, kinds.length);
  for (const pool of Object.values(pools)) {
    const curve = curveOf(pool);
    curve.check(pool);
    assert.equal(curve.spot(pool), 1n << 64n);
    assert.equal(curve.reserves(pool) === null, pool.kind === 'stable');
  }
});
