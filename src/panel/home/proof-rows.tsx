// Tables of the sheet on what home's figures rest on: what was proven, who stands behind its block, and what is not proven.
import type { ComponentChildren } from 'preact';
import type { HomeProof, ProofRecord } from '../../model/proof.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { blockText } from '../words/format.ts';

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  );
}

export function Proven({ home }: { home: HomeProof }) {
  const { names } = usePanel();
  const of = (kind: 'account' | 'position') => home.parts.filter((part) => part.kind === kind);
  const pools = home.parts.flatMap((part) => (part.kind === 'pool' ? [part.netuid] : []));
  return (
    <table class="receipt proof-rows">
      <tbody>
        <Row name={t('proofRow_accounts')}>{tCount('proofAccounts', of('account').length)}</Row>
        <Row name={t('proofRow_pools')}>
          {pools.length === 0
            ? '–'
            : pools.map((netuid) => (
                <span key={netuid} class="proof-pool">
                  <bdi>{names.title(netuid)}</bdi>
                </span>
              ))}
        </Row>
        <Row name={t('proofRow_positions')}>
          {home.valueBps === null
            ? tCount('proofPositionsUnpriced', of('position').length)
            : tCount('proofPositions', of('position').length)}
        </Row>
      </tbody>
    </table>
  );
}

/** Who built on the block, and who voted for it. */
export function Behind({
  home: { authors, votes },
  record,
}: {
  home: HomeProof;
  record: ProofRecord;
}) {
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
            : t('proofVoters', {
                votes: String(votes.votes),
                of: String(votes.of),
                needed: String(votes.needed),
                block: blockText(votes.block.number),
              })}
        </Row>
      </tbody>
    </table>
  );
}

/** What rests on the node's word, whatever the mark. */
export function Rest({ home }: { home: HomeProof }) {
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
