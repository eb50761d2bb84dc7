// What can be told of a submitted transaction before a block has it: how many blocks are left, and its hash.
import type { SigningRequest } from '../../model/request.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { CopyHash } from '../words/copy-text.tsx';
import { ageText } from '../words/format.ts';
import { blocksLeftOf } from './blocks-left.ts';

export function Pending({ request }: { request: SigningRequest }) {
  const { clock, freshness } = usePanel();
  const { extrinsicHash, submittedAt } = request;
  const now = freshness.value;
  const blocks = blocksLeftOf(request, now.state === 'live' ? now.block : null);
  return (
    <section class="stack-s" aria-label={t('requestState_submitted')}>
      {blocks !== null && (
        <progress
          class="progress"
          max={blocks.of}
          value={blocks.of - blocks.left}
          aria-label={t('pendingBlocks')}
        />
      )}
      <dl class="figures">
        {submittedAt !== null && (
          <>
            <dt>{t('requestState_submitted')}</dt>
            <dd>{ageText(clock.now.value - submittedAt)}</dd>
          </>
        )}
        {blocks !== null && (
          <>
            <dt>{t('pendingBlocks')}</dt>
            <dd>{t('pendingBlocksLeft', { left: String(blocks.left), of: String(blocks.of) })}</dd>
          </>
        )}
        {extrinsicHash !== null && (
          <>
            <dt>{t('entryHash')}</dt>
            <dd>
              <CopyHash hash={extrinsicHash} />
            </dd>
          </>
        )}
      </dl>
      <p class="small soft">{t('pendingExplorer')}</p>
    </section>
  );
}
