// Context with what all screens share. A model that only some screens share has a context of its own.
import { createContext, type Context } from 'preact';
import { useContext } from 'preact/hooks';
import type { ReadonlySignal } from '@preact/signals';
import type { SigningRequest } from '../../model/request.ts';
import type { Settings } from '../../model/settings.ts';
import type { Action } from './action.ts';
import type { Clock } from './clock.ts';
import type { CurrentPage } from './current-page.ts';
import type { DraftsModel } from './drafts-model.ts';
import type { Freshness } from './freshness.ts';
import type { NamesModel } from './names-model.ts';
import type { PanelDeps } from './panel-deps.ts';
import type { PortfolioModel } from './portfolio-model.ts';
import type { Router } from './router.ts';
import type { StoreModel } from './store-model.ts';

export type Panel = {
  deps: PanelDeps;
  store: StoreModel;
  router: Router;
  clock: Clock;
  names: NamesModel;
  portfolio: PortfolioModel;
  drafts: DraftsModel;
  currentPage: CurrentPage;
  freshness: ReadonlySignal<Freshness>;
  /** The request that waits for the user or the chain. */
  openRequest: ReadonlySignal<SigningRequest | null>;
  /** The open request, or the newest outcome that was not dismissed: on top of home. */
  pinnedRequest: ReadonlySignal<SigningRequest | null>;
  /** Dismisses the notice that the user has read. */
  dismissNotice: () => void;
  refreshing: Action;
  saving: Action;
  saveSettings: (patch: Partial<Settings>) => void;
};

/** The value of a context that is always provided. */
export function useProvided<Value>(context: Context<Value | null>): Value {
  const value = useContext(context);
  if (value === null) throw new RangeError('a component outside the panel');
  return value;
}

export const PanelContext = createContext<Panel | null>(null);

export const usePanel = (): Panel => useProvided(PanelContext);
