// Whether a receipt's block is finalized and on whose word, in a word; and what the receipt rests on, unfolded.
import type { Receipt, ReceiptProof } from '../../model/receipt.ts';
import type { SigningRequest } from '../../model/request.ts';
import { keyPart, t, type PlainSentence } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { LinkButton } from '../ui/button.tsx';
import { blockText } from '../words/format.ts';
import { isDisproven, isProvenFinal } from './request-view.ts';

type Of = { state: SigningRequest['state']; receipt: Receipt };

export function finalityKey({ state, receipt }: Of): PlainSentence {
  if (isDisproven({ receipt })) return 'notFinal';
  if (isProvenFinal({ receipt })) return 'provenFinal';
  return state === 'in-block' ? 'notYetFinal' : 'isFinal';
}

function Votes({ final, isOwn }: { final: NonNullable<ReceiptProof['final']>; isOwn: boolean }) {
  const { votes, needed, of, block } = final;
  return (
    <>
      <p>{t(isOwn ? 'receiptVotesOwn' : 'receiptVotesLater')}</p>
      <p>
        {t('receiptVoters', {
          votes: String(votes),
          of: String(of),
          needed: String(needed),
          block: blockText(block.number),
        })}
      </p>
    </>
  );
}

export function ReceiptRestsOn({ state, receipt: { proof, block } }: Of) {
  const { router } = usePanel();
  if (proof === undefined) return null;
  const { events, final, gap } = proof;
  // Nobody said yet that the block is finalized.
  const isEarly = state === 'in-block' && gap === 'not-yet';
  return (
    <details class="small">
      <summary>{t('receiptRestsOn')}</summary>
      <div class="stack-s soft">
        {final !== null && <Votes final={final} isOwn={final.block.number === block.number} />}
        <p>{t(`receiptEvents_${gap === 'elsewhere' ? gap : keyPart(events)}`)}</p>
        {gap !== null && gap !== 'elsewhere' && !isEarly && (
          <p>{t(`receiptFinal_${keyPart(gap)}`)}</p>
        )}
        {(events === 'not-served' || gap === 'not-served') && (
          <div>
            <LinkButton onPress={() => router.go({ name: 'settings', part: 'network' })}>
              {t('chooseOtherEndpoint')}
            </LinkButton>
          </div>
        )}
      </div>
    </details>
  );
}
