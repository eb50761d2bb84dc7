// Writes a scene into the real store of the page, so that the panel reads it as it would the user's.
import { saveSteps, writeBookRun } from '../../../src/store/books.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { genesisHash, names, netuids, validatorsOf, blockAt, HEAD } from './chain.ts';
import { homeOf, type Stored } from './stored.ts';

/** In one transaction: hundreds of them would each wait for the disk. */
export async function seed(scene: Stored): Promise<void> {
  const store = await openStore();
  const all = [...store.objectStoreNames];
  const transaction = store.transaction(all, 'readwrite', { durability: 'relaxed' });
  const into = transaction.objectStore.bind(transaction);
  // A scene before left them, and no scene changes them: they are most of what there is to write.
  const isNamed = scene.hasNames && (await into('validators').count()) > 0;
  const hasEpochs = (await into('epochs').count()) === scene.epochs.length;
  const kept = new Set<string>();
  if (isNamed) kept.add('names').add('validators');
  if (hasEpochs) kept.add('epochs');
  const cleared = all.filter((name) => !kept.has(name));
  const writes: Promise<unknown>[] = cleared.map((name) => into(name).clear());
  const history = into('history');
  const epochs = into('epochs');
  const prices = into('prices');
  const requests = into('requests');
  writes.push(
    ...scene.accounts.map((account) => into('accounts').put(account)),
    into('settings').put(scene.settings, 'settings'),
    ...scene.requests.map((request) => requests.put(request)),
    ...scene.offers.map((offer) => into('offers').put(offer)),
    ...scene.history.map((point) => history.put(point)),
    ...scene.prices.map((record) => prices.put(record)),
    ...(hasEpochs ? [] : scene.epochs.map((record) => epochs.put(record))),
  );
  if (scene.connection) writes.push(into('connection').put(scene.connection, 'connection'));
  if (scene.notice) writes.push(into('notice').put(scene.notice, 'notice'));
  if (scene.exits) writes.push(into('exits').put(scene.exits));
  writes.push(...scene.drafts.map((draft) => into('drafts').put(draft)));
  writes.push(...scene.changes.map((change) => into('changes').put(change)));
  writes.push(...scene.alerts.rules.map((rule) => into('alertRules').put(rule)));
  writes.push(...scene.alerts.log.map((event) => into('alertLog').put(event)));
  writes.push(...scene.guards.map((record) => into('guards').put(record)));
  if (scene.proofs) writes.push(into('proofs').put(scene.proofs));
  if (scene.snapshot) writes.push(into('snapshots').put(scene.snapshot));
  const home = homeOf(scene);
  if (home) writes.push(into('homes').put(home));
  if (scene.node) writes.push(into('node').put(scene.node));
  if (scene.emission) writes.push(into('emission').put(scene.emission));
  if (scene.rootClaims) writes.push(into('rootClaims').put(scene.rootClaims));
  if (scene.fiat) writes.push(into('fiat').put(scene.fiat, 'fiat'));
  if (scene.hasNames && !isNamed) {
    const block = blockAt(HEAD);
    const read = { genesisHash, block, readAt: Date.now() };
    writes.push(into('names').put({ ...read, names: [...names] }));
    const validators = into('validators');
    for (const netuid of netuids.slice(0, 100)) {
      writes.push(validators.put({ ...read, netuid, validators: validatorsOf(netuid) }));
    }
  }
  await Promise.all([...writes, transaction.done]);
  if (scene.books.length > 0) await saveSteps(scene.books);
  if (scene.bookRun) await writeBookRun(scene.bookRun);
}
