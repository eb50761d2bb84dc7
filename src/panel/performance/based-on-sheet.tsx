// "What is this based on?": of each account which blocks are loaded and which are not, why not and what to do; where the
// figures come from, and what they mean.
import type { Unread } from '../../model/book.ts';
import type { AccountBook, Coverage } from '../../history/figures.ts';
import { mergedStretches, timeOfBlock } from '../books/coverage.ts';
import { unreadAdvice, unreadText } from '../books/unread-words.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { blockText, dateText } from '../words/format.ts';
import { PartDefinitions } from './part-definitions.tsx';
import { spanOfCoverage } from './result-card.tsx';

const marks: Readonly<Record<'read' | 'open' | 'unread', { icon: IconName; look: string }>> = {
  read: { icon: 'check', look: 'good' },
  open: { icon: 'clock', look: 'soft' },
  unread: { icon: 'alert', look: 'warn' },
};

/** About when each of its blocks was, by the nearest mark whose time is known. */
function headOf({ entries, points }: AccountBook): { block: number; at: number } | null {
  const mark = points.at(-1) ?? entries.at(-1);
  return mark === undefined ? null : { block: mark.block.number, at: mark.at };
}

function Stretches({ of }: { of: AccountBook }) {
  const head = headOf(of);
  const whenOf = (block: number): string =>
    head === null ? '' : dateText(timeOfBlock(block, head));
  return (
    <ul class="stretches">
      {mergedStretches(of.book.stretches).map((stretch) => {
        const { state, from, to } = stretch;
        const { icon, look } = marks[state];
        return (
          <li key={from}>
            <span class={look}>
              <Icon name={icon} small />
            </span>
            <span class="stack-s">
              <span>
                {stretch.state === 'unread'
                  ? unreadText(stretch.why)
                  : t(`stretch_${stretch.state}`)}
              </span>
              <span
                class="small soft"
                title={t('stretchBlocks', { first: blockText(from + 1), last: blockText(to) })}
              >
                {t('stretchDays', { from: whenOf(from), to: whenOf(to) })}
              </span>
              {stretch.state === 'read' && stretch.byNonce === true && (
                <span class="small">{t('stretchByNonce')}</span>
              )}
              {stretch.state === 'unread' && <span class="small">{unreadAdvice(stretch.why)}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Counted({ of, coverage }: { of: AccountBook; coverage: Coverage | undefined }) {
  const { book, entries, points } = of;
  const fromArchive = entries.filter(({ source }) => source === 'archive').length;
  const missing = coverage?.extrinsicsMissing ?? 0;
  return (
    <>
      <p class="small soft">
        {tCount('basedOnEntries', entries.length, {
          archive: fromArchive.toLocaleString(),
          own: (entries.length - fromArchive).toLocaleString(),
        })}{' '}
        {tCount('basedOnPoints', points.length)}
      </p>
      <p class={`small ${missing === 0 ? 'soft' : 'warn'}`}>
        {missing === 0
          ? tCount('basedOnComplete', book.extrinsicsFound)
          : tCount('basedOnMissing', missing)}
      </p>
    </>
  );
}

/** Accounts of which the same blocks are loaded: these once, and what was counted of each. */
function Accounts({ of, coverage }: { of: readonly AccountBook[]; coverage: readonly Coverage[] }) {
  const { names } = usePanel();
  const [first] = of;
  if (first === undefined) return null;
  const coverageOf = ({ book }: AccountBook) =>
    coverage.find(({ coldkey }) => coldkey === book.coldkey);
  // What lacks is not behind a fold.
  const isComplete = of.every((one) => (coverageOf(one)?.extrinsicsMissing ?? 0) === 0);
  const counted = of.map((one) => (
    <div key={one.book.coldkey} class="stack-s">
      {of.length > 1 && (
        <p class="small strong">
          <bdi>{names.coldkey(one.book.coldkey)}</bdi>
        </p>
      )}
      <Counted of={one} coverage={coverageOf(one)} />
    </div>
  ));
  return (
    <section class="stack-s">
      <h2>
        {new Intl.ListFormat().format(
          of.map(({ book: { coldkey } }) => isolated(names.coldkey(coldkey))),
        )}
      </h2>
      <Stretches of={first} />
      {isComplete ? (
        <details class="quiet-details">
          <summary>{t('basedOnCounted')}</summary>
          {counted}
        </details>
      ) : (
        counted
      )}
    </section>
  );
}

/** Together where the same blocks of them are loaded and lack for the same reasons. */
function bySameStretches(books: readonly AccountBook[]): readonly AccountBook[][] {
  const groups = new Map<string, AccountBook[]>();
  for (const one of books) {
    const key = mergedStretches(one.book.stretches)
      .map(({ state, from, to, ...rest }) =>
        [state, from, to, 'why' in rest && rest.why, 'byNonce' in rest && rest.byNonce].join(' '),
      )
      .join();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** Asked again, the same archive node would tell no more. */
const needsAnother: ReadonlySet<Unread> = new Set([
  'no-archive',
  'pruned',
  'wrong-parent',
  'no-metadata',
]);

const wantsArchive = (books: readonly AccountBook[]): boolean =>
  books.some(({ book }) =>
    book.stretches.some((one) => one.state === 'unread' && needsAnother.has(one.why)),
  );

type Props = {
  books: readonly AccountBook[];
  coverage: readonly Coverage[];
  onLoad: () => void;
  onClose: () => void;
};

export function BasedOnSheet({ books, coverage, onLoad, onClose }: Props) {
  const { portfolio, names, router } = usePanel();
  const span = spanOfCoverage(coverage);
  const without = portfolio.coldkeys.value.filter(
    (coldkey) => !books.some(({ book }) => book.coldkey === coldkey),
  );
  return (
    <Sheet title={t('basedOnTitle')} onClose={onClose}>
      <div class="body padded stack">
        {span !== null && without.length === 0 && (
          <p>{t('basedOnSince', { date: dateText(span.first) })}</p>
        )}
        <div class="line line-wrap">
          {wantsArchive(books) && (
            <Button
              isSmall
              look="primary"
              onPress={() => {
                onClose();
                router.go({ name: 'settings', part: 'network' });
              }}
            >
              {t('historySetArchive')}
            </Button>
          )}
          <Button isSmall onPress={onLoad}>
            {t('historyMore')}
          </Button>
        </div>
        {bySameStretches(books).map((of) => (
          <Accounts key={of[0]?.book.coldkey} of={of} coverage={coverage} />
        ))}
        {without.map((coldkey) => (
          <section key={coldkey} class="stack-s">
            <h2>
              <bdi>{names.coldkey(coldkey)}</bdi>
            </h2>
            <p class="small soft">{t('basedOnNothing')}</p>
          </section>
        ))}
        <details class="quiet-details">
          <summary>{t('partsTitle')}</summary>
          <PartDefinitions />
        </details>
      </div>
    </Sheet>
  );
}
