// Writes a scene into the real store of the page, so that the panel reads it as it would the user's.
import { openStore } from '../../../src/store/open-store.ts';
import { genesisHash, names, netuids, validatorsOf, blockAt, HEAD } from './chain.ts';
import type { Stored } from './stored.ts';

export async function seed(scene: Stored): Promise<void> {
  const store = await openStore();
  for (const name of store.objectStoreNames) await store.clear(name);
  for (const account of scene.accounts) await store.put('accounts', account);
  await store.put('settings', scene.settings, 'settings');
  if (scene.connection) await store.put('connection', scene.connection, 'connection');
  for (const request of scene.requests) await store.put('requests', request);
  if (scene.notice) await store.put('notice', scene.notice, 'notice');
  for (const offer of scene.offers) await store.put('offers', offer);
  if (scene.exits) await store.put('exits', scene.exits);
  if (scene.snapshot) await store.put('snapshots', scene.snapshot);
  if (scene.node) await store.put('node', scene.node);
  for (const point of scene.history) await store.put('history', point);
  if (scene.emission) await store.put('emission', scene.emission);
  for (const record of scene.prices) await store.put('prices', record);
  await Promise.all(scene.epochs.map((record) => store.put('epochs', record)));
  if (scene.fiat) await store.put('fiat', scene.fiat, 'fiat');
  if (!scene.hasNames) return;
  const block = blockAt(HEAD);
  await store.put('names', { genesisHash, block, readAt: Date.now(), names: [...names] });
  for (const netuid of netuids.slice(0, 100)) {
    await store.put('validators', {
      genesisHash,
      netuid,
      block,
      readAt: Date.now(),
      validators: validatorsOf(netuid),
    });
  }
}
