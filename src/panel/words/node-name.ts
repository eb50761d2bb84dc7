// Whose node the figures come from, short: within a sentence, after “from” or “by”.
import { shortOperatorOf, THIS_COMPUTER } from '../../model/operators.ts';
import type { NodeRecord } from '../../model/records.ts';
import { cleanName, isolated, t } from '../core/text.ts';

/** Of the endpoint that is connected; where none is, one node told the figures and it is not known which. */
export function nodeName(node: NodeRecord | null): string {
  if (node === null || node.endpoint === null) return t('nodeName_one');
  const operator = shortOperatorOf(node.endpoint);
  return operator === THIS_COMPUTER ? t('nodeName_own') : isolated(cleanName(operator, 40));
}
