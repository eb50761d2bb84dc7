// Looks after alert rules: with the panel closed by one short connection at each alarm, with it open by the pictures that
// it reads anyway. What fired is in the store before anybody is told.
import { evaluate, noState, type Now } from '../alerts/evaluate.ts';
import { factsOfWatched } from '../alerts/facts-of-watched.ts';
import { withSwapRule } from '../alerts/kinds.ts';
import { needs } from '../alerts/needs.ts';
import { isFresh } from '../model/age.ts';
import type { AlertEvent, AlertFacts, AlertRule, AlertState } from '../model/alert.ts';
import type { AlertQuery, WatchedAnswer, WatchedFacts } from '../model/watched.ts';
import type { Snapshot } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import { feeRateOf } from '../pool/swap-fee.ts';
import { readAccounts } from '../store/accounts.ts';
import {
  changeAlertState,
  readAlertRules,
  readAlertState,
  takeUnnotified,
} from '../store/alerts.ts';
import { readNamesRecord, readSnapshotRecord } from '../store/chain-cache.ts';
import { readSettings } from '../store/settings.ts';
import type { Hex, Netuid, Ss58Address } from '../units.ts';
import { confirmAlerts } from './confirm-alerts.ts';
import { factsBeside, factsOfNothing, requestsOf } from './alert-facts.ts';

type WatchAlertsParts = {
  network: () => Promise<Network>;
  isPanelOpen: () => boolean;
  /** One connection, one question; rejects where no node answers. */
  ask: (network: Network, query: AlertQuery) => Promise<WatchedAnswer>;
  /** The same of another operator's node than that of the endpoint, which told what fired; null where none is set. */
  askSecond: (
    network: Network,
    query: AlertQuery,
    endpoint: string,
  ) => Promise<WatchedFacts | null>;
  notify: (events: readonly AlertEvent[]) => Promise<void>;
  announce: () => void;
  now: () => Now;
};

export type WatchAlerts = {
  /** How often the alarm is to ring for the rules; null: nothing is watched. */
  minutes(): Promise<number | null>;
  /** The alarm rang, or the worker was woken by something else. Asks the node where it is time to. */
  rang(): Promise<void>;
  /** A picture was read for somebody else: it serves. */
  snapshotRead(snapshot: Snapshot): Promise<void>;
};

const MINUTE = 60_000;
const SLOW_MS = 59 * MINUTE;
const DAY_MS = 24 * 60 * MINUTE;
/** An alarm may ring that much early. */
const EARLY_MS = MINUTE / 2;

type Watching = { rules: readonly AlertRule[]; coldkeys: Ss58Address[] };

/** Who only follows others has come to see those: the rules that they made are about them. Nobody else's are asked for unasked. */
async function readWatching(): Promise<Watching> {
  const [saved, accounts] = await Promise.all([readAlertRules(), readAccounts()]);
  const shown = accounts.filter(({ isHidden }) => !isHidden);
  const own = shown.filter(({ isCounted }) => isCounted);
  const isWanted = own.length === 0 && saved.some(({ isEnabled }) => isEnabled);
  return {
    rules: withSwapRule(saved).filter(({ isEnabled }) => isEnabled),
    coldkeys: (isWanted ? shown : own).map(({ coldkey }) => coldkey),
  };
}

const isDue = (since: number, now: number, after: number): boolean =>
  !isFresh(since, now, after - EARLY_MS);

export function createWatchAlerts(parts: WatchAlertsParts): WatchAlerts {
  const { network, isPanelOpen, ask, askSecond, notify, announce, now } = parts;
  let running = Promise.resolve();
  let triedAt = 0;
  /** What an earlier life of the worker found and did not come to show is looked for once. */
  let hasLooked = false;

  async function minutes(): Promise<number | null> {
    const { genesisHash } = await network();
    const { rules, coldkeys } = await readWatching();
    if (genesisHash === null || rules.length === 0 || coldkeys.length === 0) return null;
    return (await readSettings()).alertMinutes;
  }

  /** Rules are held against the state inside its transaction: two lives of the worker notify of no event twice. */
  async function hold(
    facts: AlertFacts,
    { rules, coldkeys }: Watching,
    endpoint: string | null,
    note: (state: AlertState) => AlertState = (state) => state,
  ): Promise<void> {
    const at = now();
    const { genesisHash } = facts;
    const known = (await readAlertState(genesisHash)) ?? noState(genesisHash);
    const confirmed = await confirmAlerts(rules, facts, { before: known, now: at }, (about) =>
      readSecond({ rules: about, coldkeys }, known, endpoint),
    );
    const added = await changeAlertState(genesisHash, (stored) => {
      const before = stored ?? noState(genesisHash);
      const { state, fired } = evaluate(rules, facts, before, at);
      return { state: note(state), fired: fired.map(confirmed) };
    });
    if (added.length > 0) announce();
    else if (hasLooked) return;
    hasLooked = true;
    // Marked before they are shown: one that is shown twice would be believed twice.
    const events = await takeUnnotified(genesisHash, at.at);
    await notify(events);
  }

  async function queryNow(
    genesisHash: Hex,
    { rules, coldkeys }: Watching,
    state: AlertState,
    isAllDue = false,
  ) {
    const names = (await readNamesRecord(genesisHash))?.names ?? [];
    const snapshot = (await readSnapshotRecord(genesisHash))?.snapshot;
    const held = new Set<Netuid>(
      snapshot?.positions
        .filter(({ coldkey }) => coldkeys.includes(coldkey))
        .map(({ netuid }) => netuid),
    );
    const { at } = now();
    const isSlowDue = isAllDue || isDue(state.slowAskedAt, at, SLOW_MS);
    const isDailyDue = isAllDue || isDue(state.dailyAskedAt, at, DAY_MS);
    const query = needs(rules, {
      coldkeys,
      held: [...held],
      netuids: names.map(({ netuid }) => netuid),
      state,
      isSlowDue,
      isDailyDue,
    });
    return { query, generations: names, held: [...held], isSlowDue, isDailyDue };
  }

  /** What another operator's node says of these rules; null: none is set, or nobody knows who told what fired. */
  async function readSecond(
    watching: Watching,
    state: AlertState,
    endpoint: string | null,
  ): Promise<AlertFacts | null> {
    // Else the one that told it could confirm it.
    if (endpoint === null) return null;
    const { genesisHash } = state;
    const { coldkeys } = watching;
    const { query, generations, held } = await queryNow(genesisHash, watching, state, true);
    if (query === null) return null;
    const watched = await askSecond(await network(), query, endpoint);
    if (watched === null || watched.genesisHash !== genesisHash) return null;
    const requests = await requestsOf(genesisHash, coldkeys);
    const sales = query.sales?.netuids ?? null;
    return factsOfWatched(watched, { coldkeys, requests, generations, held, sales });
  }

  async function askNode(): Promise<void> {
    const chosen = await network();
    const { genesisHash } = chosen;
    const [watching, settings] = await Promise.all([readWatching(), readSettings()]);
    const { rules, coldkeys } = watching;
    if (genesisHash === null || rules.length === 0 || coldkeys.length === 0) return;
    const state = (await readAlertState(genesisHash)) ?? noState(genesisHash);
    const every = settings.alertMinutes * MINUTE;
    const { at } = now();
    if (!isDue(state.askedAt, at, every) || !isDue(triedAt, at, every)) return;
    triedAt = at;
    const { query, isSlowDue, isDailyDue, ...known } = await queryNow(genesisHash, watching, state);
    const requests = await requestsOf(genesisHash, coldkeys);
    const asked = (before: AlertState): AlertState => ({ ...before, askedAt: at });
    if (query === null) {
      await hold(factsOfNothing(genesisHash, state.block, at, requests), watching, null, asked);
      return;
    }
    const watched = await ask(chosen, query);
    const facts = factsOfWatched(watched, {
      coldkeys,
      requests,
      ...known,
      sales: query.sales?.netuids ?? null,
    });
    await hold(facts, watching, watched.endpoint, (before) => ({
      ...asked(before),
      ...(isSlowDue && { slowAskedAt: at }),
      ...(isDailyDue && { dailyAskedAt: at }),
      feeRates: { ...before.feeRates, ...feesIn(watched) },
    }));
  }

  /** Only of subnets that trade for a share of the amount: another is read whole each time. */
  function feesIn({ pools }: WatchedFacts): Record<string, number> {
    return Object.fromEntries(
      pools.flatMap(({ netuid, pool, isTrading }) =>
        pool !== null && feeRateOf(pool) > 0 && isTrading.known && isTrading.value
          ? [[netuid, feeRateOf(pool)]]
          : [],
      ),
    );
  }

  async function lookAt(snapshot: Snapshot): Promise<void> {
    const watching = await readWatching();
    const { rules, coldkeys } = watching;
    if (rules.length === 0 || coldkeys.length === 0) return;
    await hold(await factsBeside(snapshot, rules, coldkeys), watching, snapshot.from ?? null);
  }

  /** One after another: each is held against what the one before remembered. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = running.then(work, work);
    running = done.catch(() => undefined);
    return done;
  }

  return {
    minutes,
    // An open panel's pictures serve.
    rang: () => (isPanelOpen() ? Promise.resolve() : inTurn(askNode)),
    snapshotRead: (snapshot) => inTurn(() => lookAt(snapshot)),
  };
}
