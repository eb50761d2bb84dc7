// Where the value lies, as tiles: the area is the value at spot, the filled part what could be sold now, in the
// colour of what its price did in 24 hours, the hatched part locked.
import { allocationOf, type AllocationPart } from './allocation-model.ts';
import { drawnRatio } from '../../units.ts';
import { roundSharesText } from '../words/round-share.ts';
import { t, tCount } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { usePanel } from '../core/panel-context.ts';
import { columnPercentText, directionOf } from '../words/change.tsx';
import { treemap, type Tile } from './treemap.ts';
import { useIsGrey } from '../core/use-is-grey.ts';

/** Only the proportion of the sides matters: tiles are placed by per cent. */
const [WIDTH, HEIGHT] = [200, 100];
/** Tiles narrower or lower than this have no room for words; the list names them. */
const [ROOM_WIDE, ROOM_HIGH] = [30, 22];
/** The least width of a tile with room for the subnet’s number, the least height of one with its share too, and of one with either. */
const [ROOM_NUMBER, ROOM_SHARE, ROOM_LINE] = [16, 19, 11];

const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;

/** Of a tile, the part that is neither filled nor hatched: thinner than this it is not seen. */
const THIN = 25n;
const isRestSeen = ({ spot, exit, locked }: AllocationPart): boolean =>
  (spot - exit - locked) * THIN > spot;

function useTitleOf(): (part: AllocationPart) => string {
  const { names } = usePanel();
  return ({ of }) => {
    if (of.kind === 'free') return t('allocationFree');
    return of.kind === 'others' ? tCount('allocationOthers', of.count) : names.title(of.netuid);
  };
}

/** Price now against a day ago of each subnet, in parts per million; nothing of those whose figures are doubted. */
function useDayChanges(): ReadonlyMap<number, bigint> {
  const { portfolio } = usePanel();
  const isGrey = useIsGrey();
  if (isGrey) return new Map();
  return new Map(
    [...portfolio.rows.value, ...portfolio.smallRows.value].flatMap(({ value, changePpm }) =>
      changePpm === null ? [] : [[value.netuid, changePpm]],
    ),
  );
}

const dayText = (ppm: bigint): string =>
  columnPercentText(ppm, directionOf(ppm) === 'up' ? '+' : '');

type TileProps = {
  tile: Tile;
  part: AllocationPart;
  share: string;
  /** null: it has no price, or what it was a day ago is not known. */
  day: bigint | null;
};

function TileBox({ tile, part, share, day }: TileProps) {
  const { router, names } = usePanel();
  const title = useTitleOf()(part);
  const way = directionOf(day ?? 0n);
  const { of, spot, exit, locked } = part;
  const style = {
    insetInlineStart: percent(tile.x / WIDTH),
    insetBlockStart: percent(tile.y / HEIGHT),
    inlineSize: percent(tile.width / WIDTH),
    blockSize: percent(tile.height / HEIGHT),
  };
  const hasRoom = tile.width >= ROOM_WIDE && tile.height >= ROOM_HIGH;
  const hasNumber = !hasRoom && tile.width >= ROOM_NUMBER && tile.height >= ROOM_LINE;
  const content = (
    <>
      <span
        class={`tile-exit ${way === 'up' ? 'tile-up' : way === 'down' ? 'tile-down' : ''}`}
        style={{ blockSize: percent(drawnRatio(exit, spot)) }}
      />
      <span
        class="tile-locked"
        style={{
          blockSize: percent(drawnRatio(locked, spot)),
          insetBlockEnd: percent(drawnRatio(exit, spot)),
        }}
      />
      {hasRoom && (
        <span class="tile-words">
          <bdi class="one-line strong">{title}</bdi>
          <span class="small">{share}</span>
          {day !== null && <span class="small">{dayText(day)}</span>}
        </span>
      )}
      {hasNumber && of.kind === 'subnet' && (
        <span class="tile-words tile-number">
          <span class="strong">{names.number(of.netuid)}</span>
          {tile.height >= ROOM_SHARE && <span>{share}</span>}
        </span>
      )}
    </>
  );
  if (of.kind !== 'subnet') {
    return (
      <span class="tile" style={style} title={title}>
        {content}
      </span>
    );
  }
  // The list below has the same way in, by keyboard and in words.
  return (
    <button
      type="button"
      class="tile"
      style={style}
      title={title}
      tabIndex={-1}
      onClick={() => router.go({ name: 'subnet', netuid: of.netuid })}
    >
      {content}
    </button>
  );
}

function Key({ look, children }: { look: string; children: string }) {
  return (
    <span class="line">
      <span class={`tile-key ${look}`} />
      {children}
    </span>
  );
}

function PartRow({ part, share }: { part: AllocationPart; share: string }) {
  const { router } = usePanel();
  const { of, spot, exit, isExitWhole, locked, why } = part;
  const title = <bdi class="one-line strong">{useTitleOf()(part)}</bdi>;
  return (
    <tr>
      <th scope="row">
        {of.kind === 'subnet' ? (
          <button
            type="button"
            class="link"
            onClick={() => router.go({ name: 'subnet', netuid: of.netuid })}
          >
            {title}
          </button>
        ) : (
          title
        )}
      </th>
      <td>{share}</td>
      <td>
        <Tao rao={spot} decimals={2} />
      </td>
      <td>
        <ValuePart rao={exit} isWhole={isExitWhole} />
        {why !== null && <span class="part-why small quiet">{t(`gapStep_${why}`)}</span>}
      </td>
      <td>{locked === 0n ? '–' : <Tao rao={locked} decimals={2} />}</td>
    </tr>
  );
}

export function AllocationTreemap() {
  const value = usePanel().portfolio.sums.value;
  const days = useDayChanges();
  const parts = value && allocationOf(value);
  // One block would be no picture.
  if (value === null || parts === null || parts.length < 2) return null;
  const dayOf = ({ of }: AllocationPart): bigint | null =>
    of.kind === 'subnet' ? (days.get(of.netuid) ?? null) : null;
  const ways = parts.map((part) => directionOf(dayOf(part) ?? 0n));
  // Mostly one block without a name: the table says more.
  const isCrowd = parts.some(({ of, spot }) => of.kind === 'others' && spot * 2n > value.spot);
  const tiles = treemap(
    parts.map(({ spot }, index) => ({ key: String(index), part: drawnRatio(spot, value.spot) })),
    WIDTH,
    HEIGHT,
  );
  const shares = roundSharesText(parts.map(({ spot }) => spot));
  return (
    <section class="card stack overview-allocation" aria-label={t('allocation')}>
      <h2>{t('allocation')}</h2>
      {!isCrowd && (
        <>
          <div class="tiles" aria-hidden="true">
            {tiles.map((tile) => {
              const index = Number(tile.key);
              const part = parts[index];
              return (
                part && (
                  <TileBox
                    key={tile.key}
                    tile={tile}
                    part={part}
                    share={shares[index] ?? ''}
                    day={dayOf(part)}
                  />
                )
              );
            })}
          </div>
          <p class="line-wrap small soft" aria-hidden="true">
            {ways.includes('up') && <Key look="tile-up">{t('allocationUp')}</Key>}
            {ways.includes('down') && <Key look="tile-down">{t('allocationDown')}</Key>}
            {ways.includes('flat') && <Key look="tile-key-exit">{t('allocationFlat')}</Key>}
            {parts.some(({ locked }) => locked > 0n) && (
              <Key look="tile-key-locked">{t('allocationLocked')}</Key>
            )}
            {parts.some(isRestSeen) && <Key look="">{t('allocationRest')}</Key>}
          </p>
        </>
      )}
      <table class="figure-table">
        <thead>
          <tr>
            <th scope="col">{t('allocationOf')}</th>
            <th scope="col">{t('allocationShare')}</th>
            <th scope="col">{t('atSpot')}</th>
            <th scope="col">{t('sellableNow')}</th>
            <th scope="col">{t('lockedColumn')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => (
            <PartRow key={String(index)} part={part} share={shares[index] ?? ''} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
