// Alert rules and what fired, loaded from the store when a screen needs them and again when they change.
import { useEffect, useState } from 'preact/hooks';
import { withSwapRule } from '../../alerts/kinds.ts';
import { factsOfSnapshot } from '../../alerts/facts-of-snapshot.ts';
import type { AlertFacts, Alerts } from '../../model/alert.ts';
import { usePanel } from '../core/panel-context.ts';

/** null: not loaded yet, or the network was never connected. */
export function useAlerts(): Alerts | null {
  const { deps, store } = usePanel();
  const [alerts, setAlerts] = useState<Alerts | null>(null);
  const { genesisHash } = store.network.value;
  const changes = store.alertsChanged.value;
  useEffect(() => {
    let isLatest = true;
    if (genesisHash === null) setAlerts(null);
    else
      void deps.reader.readAlerts(genesisHash).then(
        ({ rules, log }) => isLatest && setAlerts({ rules: withSwapRule(rules), log }),
        // Without them nothing is shown; the strip says what is wrong with the store.
        () => undefined,
      );
    return () => {
      isLatest = false;
    };
  }, [genesisHash, changes]);
  return alerts;
}

/** The last picture as rules are held against; null: there is none. */
export function useAlertFacts(): AlertFacts | null {
  const { store, portfolio } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  if (snapshot === undefined) return null;
  const emission = store.emission.value;
  return factsOfSnapshot(snapshot, {
    coldkeys: portfolio.counted.value.map(({ coldkey }) => coldkey),
    emission: emission?.genesisHash === snapshot.genesisHash ? emission.facts : null,
    rootClaims: store.rootClaims.value,
    takes: new Map(),
    requests: [],
  });
}
