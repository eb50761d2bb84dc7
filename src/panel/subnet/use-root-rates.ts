// What each of root's validators pays in a year before a claim, out of the record of what they paid: read when their list is looked at.
import { useEffect, useState } from 'preact/hooks';
import { ROOT_NETUID } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { rootRates } from './earnings.ts';
import { useEarnings } from './use-earnings.ts';

/** Of the rates: some are known, they load, they could not be loaded, or the network does not tell. */
export type RatesState = 'known' | 'reading' | 'failed' | 'none';

type RootRates = {
  /** Parts per million a year, of each hotkey. */
  rates: ReadonlyMap<string, bigint>;
  state: RatesState;
};

export function useRootRates(): RootRates {
  const { names, deps, store } = usePanel();
  const { epochs, head } = useEarnings(ROOT_NETUID);
  const [asked, setAsked] = useState<'reading' | 'failed' | 'none'>('reading');
  const isConnected = store.node.value?.state === 'connected';
  useEffect(() => {
    // Once answered there is no more to ask; what failed is asked again when a node is there.
    if (asked === 'none' || (asked === 'failed' && !isConnected)) return undefined;
    let isUnmounted = false;
    const settle = (state: 'failed' | 'none') => () => {
      if (!isUnmounted) setAsked(state);
    };
    setAsked('reading');
    // The largest of them are known by now.
    names
      .needValidators(ROOT_NETUID)
      .then(() => deps.call('readRootRates', null))
      .then(settle('none'), settle('failed'));
    return () => {
      isUnmounted = true;
    };
  }, [isConnected]);
  const rates = rootRates(epochs, head);
  return { rates, state: rates.size > 0 ? 'known' : asked };
}
