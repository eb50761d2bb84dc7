// What proofs start from: which set of voters, how old, and whose word it is.
import type { ProofRecord } from '../../model/proof.ts';
import { isOldStart } from '../../model/trusted-start.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { blockText, dateText } from './format.ts';

export function ProofStart({ record }: { record: ProofRecord | null }) {
  const { clock } = usePanel();
  const start = record?.start ?? null;
  return (
    <>
      <p class="small soft">{t('proofStartAbout')}</p>
      {start === null ? (
        <p class="small">{t('proofStartNone')}</p>
      ) : (
        <>
          <p class="small">
            {t('proofStart', {
              set: String(start.set.id),
              of: String(start.set.authorities.length),
              block: blockText(start.block.number),
              date: dateText(start.madeAt),
            })}{' '}
            {t(`proofStartFrom_${start.source}`)}
          </p>
          {isOldStart(start, clock.now.value) && <p class="small warn">{t('proofStartOld')}</p>}
        </>
      )}
    </>
  );
}
