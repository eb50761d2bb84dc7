// The click that requests the signature of a reviewed plan, and opens the page of the wallet where one must be found.
import type { AppError } from '../../errors.ts';
import type { AccountSource } from '../../model/account.ts';
import type { Plan } from '../../model/plan.ts';
import { toRao } from '../../units.ts';
import { openSidePanelFor } from '../core/open-side-panel.ts';
import type { PanelDeps } from '../core/panel-deps.ts';
import type { Panel } from '../core/panel-context.ts';
import type { Action } from '../core/action.ts';

type Submission = {
  plan: Plan;
  source: AccountSource;
  accepted: readonly string[];
  /** The unsigned request that this one replaces. */
  reviewed: string | null;
  /** Another request of the account is signed first. */
  isQueued: boolean;
};

/** Proofs and another operator are asked when a signature is made: only the refusal tells. */
export const asksForYes = (error: AppError | null): boolean =>
  error?.code === 'ACCEPTANCE_NEEDED' &&
  String(error.detail['reason']).split(', ').includes('inputs-one-node');

/**
 * Call in the click itself: the browser grants permissions only there. Resolves to whether the request was made; null
 * for a plan without a call of its own, such as several exits one by one.
 */
export function submitTicket(
  { router, currentPage }: Pick<Panel, 'router' | 'currentPage'>,
  deps: PanelDeps,
  action: Action,
  { plan, source, accepted, reviewed, isQueued: waits }: Submission,
): Promise<boolean> | null {
  const { receives } = plan;
  if (plan.call === null) return null;
  const page = currentPage.page.peek();
  const isOnPage = page !== null && page.origin === source.origin;
  // A queued request prompts no wallet now, and needs no page.
  const askOnTab = isOnPage && !waits ? page.tabId : null;
  const reach =
    askOnTab === null && !waits ? deps.browser.askForOrigin(source.origin) : Promise.resolve(true);
  return action.run(async () => {
    const requested = deps.call('requestSignature', {
      move: plan.move,
      terms: plan.terms,
      wallet: source.wallet,
      genesisHash: plan.runtime.genesisHash,
      // What brings nothing is held to its call alone.
      minimum: receives?.minimum ?? { unit: 'rao', amount: toRao(0n) },
      floor: receives?.floor ?? null,
      worstPrice: receives?.worstPrice ?? null,
      accepted: [...accepted],
      reviewed,
      askOnTab,
    });
    const goOn = async (): Promise<void> => {
      const { id, isQueued } = await requested;
      router.replace({ name: 'request', id });
      if (askOnTab !== null || waits || isQueued) return;
      await reach;
      await deps.call('askWallet', { id, tabId: null, isAgain: false });
    };
    const done = goOn();
    if (!waits) openSidePanelFor(deps, requested, done);
    await done;
  });
}
