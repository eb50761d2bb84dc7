// Where the value lies, as tiles: the area is the value at spot, the filled part what could be sold now, the hatched part locked.
import { allocationOf, type AllocationPart } from './allocation-model.ts';
import { drawnRatio } from '../../units.ts';
import { roundSharesText } from '../words/round-share.ts';
import { t, tCount } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { usePanel } from '../core/panel-context.ts';
import { treemap, type Tile } from './treemap.ts';

/** Only the proportion of the sides matters: tiles are placed by per cent. */
const [WIDTH, HEIGHT] = [200, 100];
/** Tiles narrower or lower than this have no room for words; the list names them. */
const [ROOM_WIDE, ROOM_HIGH] = [30, 22];
/** The least side of a tile with room for the subnet's badge. */
const ROOM_BADGE = 13;

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

function TileBox({ tile, part, share }: { tile: Tile; part: AllocationPart; share: string }) {
  const { router } = usePanel();
  const title = useTitleOf()(part);
  const { of, spot, exit, locked } = part;
  const style = {
    insetInlineStart: percent(tile.x / WIDTH),
    insetBlockStart: percent(tile.y / HEIGHT),
    inlineSize: percent(tile.width / WIDTH),
    blockSize: percent(tile.height / HEIGHT),
  };
  const hasRoom = tile.width >= ROOM_WIDE && tile.height >= ROOM_HIGH;
  const hasBadge = !hasRoom && Math.min(tile.width, tile.height) >= ROOM_BADGE;
  const content = (
    <>
      <span class="tile-exit" style={{ blockSize: percent(drawnRatio(exit, spot)) }} />
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
        </span>
      )}
      {hasBadge && of.kind === 'subnet' && (
        <span class="tile-badge">
          <SubnetBadge netuid={of.netuid} />
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
  const parts = value && allocationOf(value);
  // One block would be no picture.
  if (value === null || parts === null || parts.length < 2) return null;
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
                  <TileBox key={tile.key} tile={tile} part={part} share={shares[index] ?? ''} />
                )
              );
            })}
          </div>
          <p class="line line-wrap small soft" aria-hidden="true">
            <span class="tile-key tile-key-exit" /> {t('sellableNow')}
            {parts.some(({ locked }) => locked > 0n) && (
              <>
                <span class="tile-key tile-key-locked" /> {t('allocationLocked')}
              </>
            )}
            {parts.some(isRestSeen) && (
              <>
                <span class="tile-key" /> {t('allocationRest')}
              </>
            )}
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
