// One quiet mark beside the block number: what the figures rest on. The sheet behind it says what was proven.
import { useState } from 'preact/hooks';
import { isContradicted } from '../core/freshness.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { lazy } from '../ui/lazy.tsx';
import { blockText } from '../words/format.ts';
import { nodeName } from '../words/node-name.ts';

const ProofSheet = lazy(() => import('./home-later.tsx').then((m) => m.ProofSheet), null);

/** `isNewer`: some figures on screen are of a block after that one. */
export function ProofMark({ block, isNewer }: { block: number; isNewer: boolean }) {
  const { store } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const home = store.proofs.value?.home ?? null;
  const mark = home?.mark ?? 'node';
  // Another node may be connected by now.
  const from = store.head.value?.from;
  const isOlder = home !== null && (isNewer || home.block.number !== block);
  return (
    <>
      <button
        type="button"
        class="proof-mark"
        dir="auto"
        title={
          isOlder
            ? t(mark === 'proven' ? 'proofListed' : 'proofMatched', {
                block: blockText(home.block.number),
              })
            : undefined
        }
        onClick={() => setOpen(true)}
      >
        {isContradicted(store.proofs.value)
          ? t('proofMark_contradicted')
          : mark === 'node'
            ? from === undefined
              ? t('proofNotNamed')
              : t('proofMark_node', { node: nodeName(from) })
            : !isOlder
              ? t(`proofMark_${mark}`)
              : t(`proofAt_${mark}`, { block: blockText(home.block.number) })}
      </button>
      {isOpen && <ProofSheet onClose={() => setOpen(false)} />}
    </>
  );
}
