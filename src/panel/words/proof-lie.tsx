// A node whose figures a proof contradicts, by its name.
import type { ProofRecord } from '../../model/proof.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';

export function ProofLie({ record }: { record: ProofRecord | null }) {
  const lie = record?.lie ?? null;
  if (lie === null) return null;
  return (
    <Banner tone="red">
      <p>
        {t('proofLie', {
          endpoint: isolated(cleanName(lie.endpoint, 80)),
          about: cleanName(lie.about, 80),
        })}
      </p>
    </Banner>
  );
}
