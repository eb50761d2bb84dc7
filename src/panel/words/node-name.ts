// Whose node told something, short: within a sentence, after “from” or “by”.
import { shortOperatorOf, THIS_COMPUTER } from '../../model/operators.ts';
import { cleanName, isolated, t } from '../core/text.ts';

/** null: one node did, and it is not known which. */
export function nodeName(endpoint: string | null | undefined): string {
  if (endpoint === null || endpoint === undefined) return t('nodeName_one');
  const operator = shortOperatorOf(endpoint);
  return operator === THIS_COMPUTER ? t('nodeName_own') : isolated(cleanName(operator, 40));
}
