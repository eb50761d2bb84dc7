// Keeps what home shows, for the next popup's first frame. Only the plain home is kept: where something above the figures wants
// the person, a later popup draws itself anew. What any message may change is dropped before the message is sent.
import { effect } from '@preact/signals';
import type { Call } from '../core/panel-deps.ts';
import { nodeDiffers } from '../core/freshness.ts';
import { languageOfPage } from '../core/set-up-page.ts';
import { t } from '../core/text.ts';
import { agoText, blockText } from '../words/format.ts';
import type { Change } from '../../messages.ts';
import type { Panel } from '../core/panel-context.ts';
import type { ExitsModel } from '../request/exits-model.ts';
import { isKeptAttribute, isKeptTag } from './draw-kept.ts';
import { leftOpen, type AgeWords } from './age-words.ts';
import { AGE_PLACE, drawnBy, dropKeptHome, writeKeptHome, type KeptNode } from './kept-home.ts';

/** What home is drawn from. */
type Ground = Pick<Panel, 'store' | 'router' | 'portfolio' | 'names' | 'pinnedRequest'> & {
  exits: Pick<ExitsModel, 'queue'>;
};

/** More rows of a list than a popup has room for. */
const ROWS = 8;
/** After the last change: what is loaded after the first paint belongs to it. */
const SETTLED_MS = 600;

/** What asks, and changes nothing that home shows of the user's. */
const asking: ReadonlySet<Parameters<Call>[0]> = new Set<Parameters<Call>[0]>([
  'refresh',
  'watchRows',
  'readAccountLimits',
  'readNames',
  'readValidators',
  'readEmission',
  'readEarlierPrices',
  'readEarnings',
  'readRootRates',
  'readRootClaims',
  'readSubnetLocks',
  'readValidatorStake',
  'readHolders',
  'readPayoutFacts',
  'readRootBeforeDtao',
  'stopReading',
  'readMoveFacts',
  'confirmDepth',
  'checkRuntime',
  'simulate',
  'keepDraft',
  'dropDraft',
]);

/** Text and attributes of what is seen; without menus that are closed, and what is true only for a while. */
export function treeOf(node: Node): KeptNode | null {
  if (node.nodeType === 3) return node.nodeValue ?? '';
  if (!(node instanceof Element)) return null;
  const tag = node.localName;
  const kept = node.getAttribute('data-kept');
  if (kept === 'age') return { tag: AGE_PLACE, with: {}, in: [] };
  if (kept === 'not' || node.hasAttribute('popover') || !isKeptTag(tag)) return null;
  const attributes = [...node.attributes].filter(({ name, value }) => isKeptAttribute(name, value));
  const inside = [...node.childNodes].slice(0, tag === 'ul' ? ROWS : undefined);
  return {
    tag,
    with: Object.fromEntries(attributes.map(({ name, value }) => [name, value])),
    in: inside.map(treeOf).filter((part) => part !== null),
  };
}

/** As the foot of home says it; never as live, because nothing is known of the node when it is shown again. */
function ageWords(block: number): AgeWords {
  return {
    said: leftOpen((age) =>
      [t('blockNumber', { block: blockText(block) }), t('ageLive', { age })].join(' · '),
    ),
    seconds: leftOpen(agoText.seconds),
    minutes: leftOpen(agoText.minutes),
    hours: leftOpen(agoText.hours),
    days: leftOpen(agoText.days),
    never: t('agoNever'),
  };
}

/** Home as every popup begins with it; what was kept stays while something else is looked at. */
const isWhole = ({ router, portfolio }: Ground): boolean =>
  router.route.value.name === 'home' && portfolio.chosen.value === null;

/** Nothing but holdings and their value is on home, or about to be. */
function isPlain({ store, portfolio, pinnedRequest, exits }: Ground): boolean {
  const connection = store.connection.value;
  return (
    store.accounts.value.every(({ confirmation }) => confirmation?.state !== 'asked') &&
    (connection === null || connection.state === 'done') &&
    pinnedRequest.value === null &&
    store.notice.value === null &&
    store.error.value === null &&
    exits.queue.value.length === 0 &&
    store.changes.value.every(({ dismissedAt }) => dismissedAt !== null) &&
    store.setAside.value.length === 0 &&
    (store.node.value?.clockOffset ?? null) === null &&
    portfolio.sums.value?.unread.length === 0 &&
    !nodeDiffers(store.head.value?.proof ?? null)
  );
}

/** What home stands on: read again after each message that may have changed it, before anything is kept again. */
const groundChanges: readonly Change[] = [
  'accounts',
  'settings',
  'connection',
  'requests',
  'notice',
  'exits',
  'changes',
];

/** Said aloud above the figures: no popup begins without it. */
const LOUD = '[role="alert"], .pinned, .pinned-notice';
/** Open or unfolded: another popup begins without it. */
const PASSING = 'dialog, [aria-expanded="true"]';

type Keeper = {
  /** `call`, which drops what it may change. */
  call: Call;
  /** Keeps what the element shows, and what becomes of it, until the signal aborts. */
  follow: (panel: Ground, root: Element, signal: AbortSignal) => void;
};

export function createKeeper(send: Call): Keeper {
  let sent = 0;
  let again: () => void = () => undefined;
  let readAgain: () => Promise<void> = async () => undefined;

  /** The answer is the caller's at once; nothing is kept before what it changed has been read. */
  async function settle(): Promise<void> {
    await readAgain().finally(() => {
      sent -= 1;
    });
    again();
  }

  return {
    async call(method, body) {
      if (asking.has(method)) return send(method, body);
      sent += 1;
      dropKeptHome();
      try {
        return await send(method, body);
      } finally {
        void settle();
      }
    },

    follow(panel, root, closing) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const keep = () => {
        const head = panel.store.head.peek();
        const home = root.querySelector('.app');
        if (sent > 0 || head === null || home === null || !isPlain(panel)) return;
        if (!isWhole(panel)) return;
        // Prices of a newer block than the one that is said: what was kept stays until the next whole reading.
        if (panel.store.node.peek()?.rows?.of === head.block.hash) return;
        if (home.querySelector(LOUD) !== null) {
          dropKeptHome();
          return;
        }
        const tree = home.querySelector(PASSING) === null ? treeOf(home) : null;
        if (tree === null) return;
        const { block, blockTime } = head;
        const theme = panel.store.settings.peek().theme;
        writeKeptHome({
          ...languageOfPage(),
          by: drawnBy(),
          theme,
          blockTime,
          words: ageWords(block.number),
          home: tree,
        });
      };
      readAgain = async () => {
        await Promise.all(groundChanges.map(panel.store.changed));
      };
      again = () => {
        clearTimeout(timer);
        if (!closing.aborted) timer = setTimeout(keep, SETTLED_MS);
      };
      const stop = effect(() => {
        const { store, portfolio, names } = panel;
        const [plain, whole] = [isPlain(panel), isWhole(panel)];
        // Read, so that each of their changes is followed.
        void [store.head.value, store.settings.value, portfolio.rows.value, names.byNetuid.value];
        void [
          store.history.value,
          store.prices.value,
          store.rootClaims.value,
          store.emission.value,
        ];
        if (!plain) dropKeptHome();
        else if (whole) again();
      });
      const end = () => {
        clearTimeout(timer);
        stop();
      };
      closing.addEventListener('abort', end, { once: true });
    },
  };
}
