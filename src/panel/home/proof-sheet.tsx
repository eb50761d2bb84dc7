// What was proven of the node's answers, at which block and by whom; what was not, and why; and what it all starts from.
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { isEnoughProven } from '../../model/enough-proven.ts';
import type { HomeProof, ProofRecord } from '../../model/proof.ts';
import { createAction } from '../core/action.ts';
import { usePanel } from '../core/panel-context.ts';
import { cleanName, isolated, t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { errorText } from '../words/error-text.ts';
import { blockText, bpsText, lastsText } from '../words/format.ts';
import { ProofLie } from '../words/proof-lie.tsx';
import { ProofStart } from '../words/proof-start.tsx';

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  );
}

function aboutOf(detail: unknown): string {
  const about: unknown =
    typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'about') : null;
  return typeof about === 'string' ? cleanName(about, 80) : t('notStated');
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
            ? t('proofFailed_not_served', { about })
            : errorText(error)}
      </p>
      {left > 0 && <p>{t('proofPaused', { duration: lastsText(left) })}</p>}
    </Banner>
  );
}

function Proven({ home }: { home: HomeProof }) {
  const { names } = usePanel();
  const of = (kind: 'account' | 'position') => home.parts.filter((part) => part.kind === kind);
  const pools = home.parts.flatMap((part) =>
    part.kind === 'pool' ? [isolated(names.title(part.netuid))] : [],
  );
  return (
    <table class="receipt proof-rows">
      <tbody>
        <Row name={t('proofRow_accounts')}>{tCount('proofAccounts', of('account').length)}</Row>
        <Row name={t('proofRow_pools')}>{pools.length === 0 ? '–' : pools.join(', ')}</Row>
        <Row name={t('proofRow_positions')}>
          {home.valueBps === null
            ? tCount('proofPositionsUnpriced', of('position').length)
            : tCount('proofPositions', of('position').length, { share: bpsText(home.valueBps) })}
        </Row>
      </tbody>
    </table>
  );
}

/** Who built on the block, and who voted for it. */
function Behind({ home: { authors, votes }, record }: { home: HomeProof; record: ProofRecord }) {
  return (
    <table class="receipt proof-rows">
      <tbody>
        <Row name={t('proofRow_authors')}>
          {authors !== null
            ? t('proofAuthors', {
                authors: String(authors.authors),
                of: String(authors.of),
                needed: String(authors.needed),
              })
            : t(record.authors === null ? 'proofAuthorsUnknown' : 'proofNoAuthors')}
        </Row>
        <Row name={t('proofRow_votes')}>
          {votes === null
            ? t('proofNoVotes')
            : t('proofVotes', {
                votes: String(votes.votes),
                of: String(votes.of),
                needed: String(votes.needed),
                set: String(votes.setId),
                block: blockText(votes.block.number),
              })}
        </Row>
      </tbody>
    </table>
  );
}

/** What rests on the node's word, whatever the mark. */
function Rest({ home }: { home: HomeProof }) {
  const rest = ['list', 'runtime', 'layout'] as const;
  return (
    <section class="stack-s">
      <h2>{t('proofRest')}</h2>
      <ul class="small soft">
        {home.valueBps === 0 ? (
          <li>{t('proofRest_positions')}</li>
        ) : (
          home.parts.length < home.all && <li>{t('proofRest_small')}</li>
        )}
        {rest.map((which) => (
          <li key={which}>{t(`proofRest_${which}`)}</li>
        ))}
      </ul>
    </section>
  );
}

/** A contradicted node: what it told is no longer its word alone, and no mark says so. */
const isContradicted = (record: ProofRecord | null): boolean =>
  record !== null && record.lie !== null && record.home === null;

/** Why there is nothing to show, or what the mark means. */
function leadOf(record: ProofRecord | null, isOn: boolean): string[] {
  const home = record?.home ?? null;
  if (isContradicted(record)) return isOn ? [] : [t('proofOff')];
  if (home === null) {
    if (record !== null && record.ranAt > 0 && record.start === null) return [t('proofNoStart')];
    const about = t('proofAbout_node');
    if (!isOn) return [about, t('proofOff')];
    return (record?.ranAt ?? 0) === 0 ? [about, t('proofNotYet')] : [about];
  }
  if (!isEnoughProven(home)) return [t(`proofAbout_${home.mark}`), t('proofTooLittle')];
  if (home.mark !== 'node') return [t(`proofAbout_${home.mark}`)];
  const about = t('proofAbout_held');
  return record?.error === null && record.authors !== null ? [about, t('proofWaits')] : [about];
}

export function ProofSheet({ onClose }: { onClose: () => void }) {
  const { store, deps } = usePanel();
  const action = useMemo(createAction, []);
  const record = store.proofs.value;
  const home = record?.home ?? null;
  const isOn = store.settings.value.checksAnswers;
  const hasNoStart = record !== null && record.ranAt > 0 && record.start === null;
  const run = (method: 'checkAnswers' | 'startFromOperators') => () =>
    void action.run(async () => {
      await deps.call(method, null);
      if (method === 'startFromOperators') await deps.call('checkAnswers', null);
    });
  return (
    <Sheet title={t('proofTitle')} onClose={onClose}>
      <div class="body padded stack">
        <div class="stack-s">
          <p class="strong">
            {t(isContradicted(record) ? 'proofContradicted' : `proofMark_${home?.mark ?? 'node'}`)}
          </p>
          {leadOf(record, isOn).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        <ProofLie record={record} />
        {record !== null && <Failure record={record} />}
        {action.error.value !== null && (
          <Banner tone="red" isAlert>
            {errorText(action.error.value)}
          </Banner>
        )}
        <div class="line">
          {hasNoStart ? (
            <Button isSmall isDisabled={action.isRunning.value} onPress={run('startFromOperators')}>
              {t('proofUseOperators')}
            </Button>
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
        <section class="stack-s">
          <h2>{t('proofStartTitle')}</h2>
          <ProofStart record={record} />
        </section>
      </div>
    </Sheet>
  );
}
