import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { fiatSources, fiatValue, parseFiatAnswer } from '../../src/model/fiat.ts';
import { refreshFiat } from '../../src/service/fiat-price.ts';
import { readFiat } from '../../src/store/chain-cache.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { patchSettings } from '../../src/store/settings.ts';

afterEach(eraseStore);

const answering =
  (text: string, status = 200): typeof fetch =>
  () =>
    Promise.resolve(new Response(text, { status }));

test('a price is read as text, to the millionth, and never from garbage', () => {
  assert.equal(parseFiatAnswer('{"bittensor":{"usd":412.3344556677}}', 'usd'), 412_334_455n);
  assert.equal(parseFiatAnswer('{"data":{"amount":"99.5","base":"TAO"}}', 'eur'), 99_500_000n);
  assert.equal(parseFiatAnswer('{"bittensor":{"usd":0}}', 'usd'), null);
  assert.equal(parseFiatAnswer('{"bittensor":{"usd":-4}}', 'usd'), null);
  assert.equal(parseFiatAnswer('{"bittensor":{"usd":1e9999}}', 'eur'), null);
  assert.equal(parseFiatAnswer('{"bittensor":{"usd":4.1e2}}', 'usd'), null);
  assert.equal(parseFiatAnswer('<html>', 'usd'), null);
  assert.equal(parseFiatAnswer('{"usd":1}'.padEnd(5_000), 'usd'), null);
});

test('a value in the currency is rounded down', () => {
  const price = { currency: 'usd', source: 'coingecko', microPerTao: 400_000_001n };
  assert.equal(fiatValue(1_500_000_000n, price), 600_000_001n);
  assert.equal(fiatValue(1n, price), 0n);
});

test('nobody is asked until a source is chosen', async () => {
  let asked = 0;
  const counting: typeof fetch = () => {
    asked += 1;
    return Promise.resolve(new Response('{}'));
  };
  assert.equal(await refreshFiat(0, counting), false);
  await patchSettings({ fiat: { currency: 'usd', source: 'nobody' } });
  assert.equal(await refreshFiat(0, counting), false);
  assert.equal(asked, 0);
});

test('the chosen source is asked every five minutes, without cookies or referrer', async () => {
  await patchSettings({ fiat: { currency: 'eur', source: 'coingecko' } });
  const asks: [string, RequestInit | undefined][] = [];
  const ask: typeof fetch = (url, how) => {
    asks.push([String(url instanceof Request ? url.url : url), how]);
    return Promise.resolve(new Response('{"bittensor":{"eur":380.5}}'));
  };
  assert.equal(await refreshFiat(1_000, ask), true);
  assert.equal(await refreshFiat(200_000, ask), false);
  assert.equal(await refreshFiat(400_000, ask), true);
  assert.equal(asks.length, 2);
  assert.ok(asks[0]?.[0].includes('vs_currencies=eur'));
  assert.equal(asks[0]?.[1]?.credentials, 'omit');
  assert.equal(asks[0]?.[1]?.referrerPolicy, 'no-referrer');
  assert.deepEqual(await readFiat(), {
    currency: 'eur',
    source: 'coingecko',
    microPerTao: 380_500_000n,
    at: 400_000,
  });
});

test('a source that fails is an error with its name, and the last price stays with its age', async () => {
  await patchSettings({ fiat: { currency: 'usd', source: 'coinbase' } });
  await refreshFiat(0, answering('{"data":{"amount":"1.5"}}'));
  let now = 900_000;
  for (const [ask, code] of [
    [answering('nope', 500), 'NODE_REFUSED'],
    [answering('nope'), 'NODE_MALFORMED'],
    [() => Promise.reject(new TypeError('offline')), 'NODE_UNREACHABLE'],
  ] as const) {
    now += 60_000;
    await assert.rejects(
      refreshFiat(now, ask),
      (error) =>
        error instanceof AppError &&
        error.code === code &&
        [error.detail['what'], error.detail['text']].includes('Coinbase'),
    );
    // The next block comes before the next minute.
    assert.equal(await refreshFiat(now + 12_000, ask), false);
  }
  assert.equal((await readFiat())?.at, 0);
});

test('every source is https and named', () => {
  for (const { url, name, currencies } of fiatSources) {
    assert.ok(name.length > 0 && currencies.length > 0);
    for (const currency of currencies) assert.equal(new URL(url(currency)).protocol, 'https:');
  }
});
