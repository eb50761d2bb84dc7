// What was compared of the network's runtime, row by row, and what is off because of it.
import { useMemo } from 'preact/hooks';
import type { GuardRecord } from '../../model/guard-record.ts';
import type { GuardRow } from '../../model/guard.ts';
import { NEWEST_KNOWN_SPEC } from '../../model/known-specs.ts';
import { happenedText } from '../words/error-text.ts';
import { ageText, blockText } from '../words/format.ts';
import { valueText } from '../words/check-text.ts';
import { DottedName } from '../words/dotted-name.tsx';
import { createAction } from '../core/action.ts';
import { cleanName, isolated, keyPart, t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { SettingFold } from '../ui/setting.tsx';
import { usePanel } from '../core/panel-context.ts';

/** Two amounts that differ must look so. */
const ALL_DECIMALS = 9;

/** What trades rest on; where another row differs, what depends on it is hidden or not used: no alarm. */
const alarming = new Set<GuardRow['subject']>(['spot', 'simulation']);

const ofChain = ({ subject }: GuardRow): boolean => subject !== 'call' && subject !== 'event';

/** The figures and what is off for them; null where the row agrees. */
function aboutRow({ subject, verdict }: GuardRow, names: ReturnType<typeof usePanel>['names']) {
  if (verdict.state === 'agrees') return null;
  const off = t(`guardOff_${subject}`);
  if (verdict.state === 'not-checked') {
    return `${t(`guardWhy_${keyPart(verdict.reason)}`)} ${off}`;
  }
  const figures = {
    ours: valueText(verdict.ours, names, ALL_DECIMALS),
    chain: valueText(verdict.chain, names, ALL_DECIMALS),
  };
  const where = verdict.where === null ? '' : `${isolated(names.title(verdict.where))}: `;
  const told =
    subject === 'emission' ? t('guardFiguresPerBlock', figures) : t('guardFigures', figures);
  return `${where}${told} ${off}`;
}

function Row({ row }: { row: GuardRow }) {
  const { names } = usePanel();
  const { subject, name, verdict } = row;
  const about = aboutRow(row, names);
  return (
    <>
      <tr class={ofChain(row) ? '' : 'guard-part'}>
        <th scope="row">
          {t(`guard_${subject}`)}{' '}
          {name !== null && (
            <bdi class="address">
              <DottedName name={cleanName(name, 80)} />
            </bdi>
          )}
        </th>
        <td
          class={
            verdict.state === 'agrees'
              ? ''
              : verdict.state === 'not-checked'
                ? 'strong'
                : alarming.has(subject)
                  ? 'strong bad'
                  : 'strong warn'
          }
        >
          {t(`guardIs_${keyPart(verdict.state)}`)}
        </td>
      </tr>
      {about !== null && (
        <tr class={ofChain(row) ? 'guard-about' : 'guard-about guard-part'}>
          <td colSpan={2} class="soft">
            {about}
          </td>
        </tr>
      )}
    </>
  );
}

/** Calls or events together; those that are otherwise have rows of their own. */
function LayoutRow({ rows, subject }: { rows: readonly GuardRow[]; subject: 'call' | 'event' }) {
  const own = rows.filter((row) => row.subject === subject);
  const others = own.filter(({ verdict }) => verdict.state === 'disagrees');
  const same = own.filter(({ verdict }) => verdict.state === 'agrees').length;
  return (
    <>
      <tr>
        <th scope="row">{t(`guardAll_${subject}`)}</th>
        <td>{t('guardCount', { same: String(same), all: String(same + others.length) })}</td>
      </tr>
      {others.map((row) => (
        <Row key={row.name} row={row} />
      ))}
    </>
  );
}

function Table({ record }: { record: GuardRecord }) {
  const { clock } = usePanel();
  const { rows, block, readAt } = record;
  return (
    <>
      <table class="receipt guard-table">
        <tbody>
          {rows.filter(ofChain).map((row) => (
            <Row key={row.subject} row={row} />
          ))}
          <LayoutRow rows={rows} subject="call" />
          <LayoutRow rows={rows} subject="event" />
        </tbody>
      </table>
      <p class="field-note">
        {t('guardRead', {
          block: blockText(block.number),
          age: ageText(clock.now.value - readAt),
        })}
      </p>
    </>
  );
}

export function RuntimeChecked() {
  const { store, deps } = usePanel();
  const checking = useMemo(createAction, []);
  const snapshot = store.snapshot.value?.snapshot;
  if (snapshot === undefined) return null;
  const { specVersion } = snapshot.runtime;
  const record = store.guards.value.find((one) => one.specVersion === specVersion);
  const isNewer = specVersion > NEWEST_KNOWN_SPEC;
  const again = () =>
    void checking.run(async () => {
      await deps.call('checkRuntime', { specVersion, isAgain: true });
    });
  return (
    <SettingFold
      summary={
        <span>
          {t('guardTitle')}
          <span class="field-note setting-note">
            {isNewer
              ? t('guardNewer', { spec: String(specVersion), newest: String(NEWEST_KNOWN_SPEC) })
              : t('guardKnown', { spec: String(specVersion) })}
          </span>
        </span>
      }
    >
      {record === undefined ? <p class="small">{t('guardNotYet')}</p> : <Table record={record} />}
      {isNewer && <p class="field-note">{t('guardUnnamed')}</p>}
      {checking.error.value !== null && <p class="small">{happenedText(checking.error.value)}</p>}
      <div>
        <Button isSmall isDisabled={checking.isRunning.value} onPress={again}>
          {t(record === undefined ? 'guardCheckNow' : 'guardCheckAgain')}
        </Button>
      </div>
    </SettingFold>
  );
}
