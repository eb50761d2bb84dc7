// What was proven of the node's answers, at which block and by whom; what was not, and why; and what it all starts from.
import { useMemo } from 'preact/hooks';
import { isEnoughProven } from '../../model/enough-proven.ts';
import type { ProofRecord } from '../../model/proof.ts';
import { createAction } from '../core/action.ts';
import { isContradicted } from '../core/freshness.ts';
import { usePanel } from '../core/panel-context.ts';
import { cleanName, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { errorText } from '../words/error-text.ts';
import { blockText, bpsText, lastsText } from '../words/format.ts';
import { nodeName } from '../words/node-name.ts';
import { ProofLie } from '../words/proof-lie.tsx';
import { ProofStart } from '../words/proof-start.tsx';
import { Behind, Proven, Rest } from './proof-rows.tsx';

function aboutOf(detail: unknown): string {
  const about: unknown =
    typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'about') : null;
  return typeof about === 'string' ? cleanName(about, 80) : t('notStated');
}

/** What is asked of a node by its technical name, in words. */
function needText(about: string): string {
  if (about === 'justifications') return t('proofNeeds_votes');
  return about === 'state_getReadProof' ? t('proofNeeds_state') : about;
}

/** Why the last run proved no more. */
function Failure({ record }: { record: ProofRecord }) {
  const { clock } = usePanel();
  const { error, lie, endpoint, pauses } = record;
  if (error === null) return null;
  const about = aboutOf(error.detail);
  // What was told as a lie is not told twice.
  if (lie !== null && lie.endpoint === endpoint && cleanName(lie.about, 80) === about) return null;
  const left = endpoint === null ? 0 : (pauses[endpoint] ?? 0) - clock.now.value;
  return (
    <Banner tone="warning">
      <p>
        {error.code === 'PROOF_INVALID'
          ? t('proofFailed_invalid', { about })
          : error.code === 'PROOF_NOT_SERVED'
            ? t('proofFailed_not_served', { about: needText(about), node: nodeName(endpoint) })
            : errorText(error)}
      </p>
      {left > 0 && <p>{t('proofPaused', { duration: lastsText(left) })}</p>}
    </Banner>
  );
}

const hasNoStart = (record: ProofRecord | null): boolean =>
  record !== null && record.ranAt > 0 && record.start === null;

/** `node`: whom the last run asked; `teller`: whose word the figures are where nothing is proven. */
function stateText(record: ProofRecord | null, node: string, teller: string): string {
  if (isContradicted(record)) {
    return t('proofContradicted', { node: nodeName(record?.lie?.endpoint) });
  }
  const home = record?.home ?? null;
  if (home === null) {
    return hasNoStart(record) ? t('proofState_noStart') : t('proofState_node', { node: teller });
  }
  return home.mark === 'node' ? t('proofState_held', { node }) : t(`proofMark_${home.mark}`);
}

/** Why there is nothing to show, or what the mark means. */
function leadOf(record: ProofRecord | null, isOn: boolean, node: string): string[] {
  const home = record?.home ?? null;
  if (isContradicted(record)) return isOn ? [] : [t('proofOff')];
  if (home === null) {
    if (hasNoStart(record)) return [t('proofNoStart')];
    const about = t('proofAbout_node');
    if (!isOn) return [about, t('proofOff')];
    return (record?.ranAt ?? 0) === 0 ? [about, t('proofNotYet')] : [about];
  }
  const share =
    home.valueBps === null
      ? []
      : [
          t(`proofShare_${home.mark}`, {
            share: bpsText(home.valueBps),
            block: blockText(home.block.number),
            node,
          }),
        ];
  if (!isEnoughProven(home)) return [t(`proofAbout_${home.mark}`), t('proofTooLittle')];
  if (home.mark !== 'node') return [t(`proofAbout_${home.mark}`), ...share];
  const about = t('proofAbout_held');
  return record?.error === null && record.authors !== null
    ? [...share, about, t('proofWaits')]
    : [...share, about];
}

export function ProofSheet({ onClose }: { onClose: () => void }) {
  const { store, deps, router } = usePanel();
  const action = useMemo(createAction, []);
  const record = store.proofs.value;
  const home = record?.home ?? null;
  // Another node may serve what this one does not.
  const hasFailed = (record?.error ?? null) !== null;
  const isOn = store.settings.value.checksAnswers;
  const lacksStart = hasNoStart(record);
  const node = nodeName(record?.endpoint ?? store.node.value?.endpoint);
  const toSettings = (part: 'network' | 'security') => () => {
    onClose();
    router.go({ name: 'settings', part });
  };
  const run = (method: 'checkAnswers' | 'startFromOperators') => () =>
    void action.run(async () => {
      await deps.call(method, null);
      if (method === 'startFromOperators') await deps.call('checkAnswers', null);
    });
  return (
    <Sheet title={t('proofTitle')} onClose={onClose}>
      <div class="body padded stack">
        <div class="stack-s">
          <p class="strong">{stateText(record, node, nodeName(store.head.value?.from))}</p>
          {leadOf(record, isOn, node).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        <ProofLie record={record} />
        {isContradicted(record) && <p>{t('proofLieSigning')}</p>}
        {record !== null && <Failure record={record} />}
        {action.error.value !== null && (
          <Banner tone="red" isAlert>
            {errorText(action.error.value)}
          </Banner>
        )}
        <div class="line line-wrap">
          {lacksStart ? (
            <>
              <Button
                isSmall
                isDisabled={action.isRunning.value}
                onPress={run('startFromOperators')}
              >
                {t('proofUseOperators')}
              </Button>
              {/* Where its field is. */}
              <LinkButton onPress={toSettings('security')}>{t('proofPaste')}</LinkButton>
            </>
          ) : (
            <Button
              isSmall
              icon="refresh"
              isDisabled={action.isRunning.value}
              onPress={run('checkAnswers')}
            >
              {t('proofCheck')}
            </Button>
          )}
          {!lacksStart && (isContradicted(record) || hasFailed) && (
            <LinkButton onPress={toSettings('network')}>{t('nodeDiffersAct')}</LinkButton>
          )}
        </div>
        {record !== null && home !== null && (
          <>
            <section class="stack-s">
              <h2>
                {t(home.mark === 'proven' ? 'proofListed' : 'proofMatched', {
                  block: blockText(home.block.number),
                })}
              </h2>
              <Proven home={home} />
            </section>
            <section class="stack-s">
              <h2>{t('proofBehind')}</h2>
              <Behind home={home} record={record} />
            </section>
            <p class="small soft">
              {t('proofCost', {
                size: Math.ceil(record.bytes / 1_000).toLocaleString(),
                time: record.ms.toLocaleString(),
              })}
              {record.endpoint !== null && (
                <>
                  <br />
                  <bdi>{cleanName(record.endpoint, 80)}</bdi>
                </>
              )}
            </p>
            <Rest home={home} />
          </>
        )}
        {!lacksStart && (
          <section class="stack-s">
            <h2>{t('proofStartTitle')}</h2>
            <ProofStart record={record} />
          </section>
        )}
      </div>
    </Sheet>
  );
}
