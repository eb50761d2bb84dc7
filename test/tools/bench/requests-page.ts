// Runs in a page of the extension: what a new request, a review, the activity and the opening read of the requests stored.
import * as requests from '../../../src/store/requests.ts';
import * as setAside from '../../../src/store/set-aside.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { addressOf } from '../pictures/chain.ts';
import { requestIn } from '../pictures/requests.ts';

const coldkey = addressOf(1);

/** As signing writes a new one: `insert` of signing/requests.ts. */
async function insert(id: string): Promise<void> {
  const draft = requestIn('draft');
  await requests.changeRequests([id], () => [{ ...draft, id }]);
  await (await openStore()).delete('requests', id);
}

const works: Record<string, () => Promise<unknown>> = {
  'all of an account’s requests': () => requests.readRequestsOf(coldkey),
  'those that a rule looks at': () => requests.readRequestsNotFinal(coldkey),
  'a new request written': () => insert('bench'),
  'what may still change': () => requests.readUnsettledRequests(),
  'what the panel follows': () => requests.readRequests(),
  'a page of the activity': () => requests.readRequestsPage(null, 100, () => true),
  'a page that finds nothing': () => requests.readRequestsPage(null, 100, () => false),
  'what is set aside, before the paint': () => setAside.readSetAside(),
};

export async function measure(runs: number): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  for (let run = 0; run < runs; run += 1) {
    for (const [name, work] of Object.entries(works)) {
      const started = performance.now();
      await work();
      (times[name] ??= []).push(performance.now() - started);
    }
  }
  return times;
}
