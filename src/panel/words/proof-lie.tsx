// A node whose figures a proof contradicts, by its name.
import type { ProofRecord } from '../../model/proof.ts';
import { usePanel } from '../core/panel-context.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';

export function ProofLie({ record }: { record: ProofRecord | null }) {
  const { store } = usePanel();
  const lie = record?.lie ?? null;
  if (lie === null) return null;
  const now = store.node.value?.state === 'connected' ? store.node.value.endpoint : null;
  return (
    <Banner tone="red">
      <p>
        {t('proofLie', {
          endpoint: isolated(cleanName(lie.endpoint, 80)),
          about: cleanName(lie.about, 80),
        })}
      </p>
      {now !== null && (
        <p>
          {now === lie.endpoint
            ? t('proofLieStill')
            : t('proofLieLeft', { endpoint: isolated(cleanName(now, 80)) })}
        </p>
      )}
    </Banner>
  );
}
