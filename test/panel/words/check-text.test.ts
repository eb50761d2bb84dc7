import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckResult } from '../../../src/model/check.ts';
import type { NamesModel } from '../../../src/panel/core/names-model.ts';
import { checkText } from '../../../src/panel/words/check-text.ts';
import { toRao } from '../../../src/units.ts';

const rao = (amount: bigint) => ({ unit: 'rao', amount: toRao(amount) }) as const;

/** No figure of these checks has a name. */
const names = {} as NamesModel;

test('what is missing has the decimals of what is there, and is enough', () => {
  const check: CheckResult = {
    id: 'enough-balance',
    verdict: 'block',
    messageKey: 'checkEnoughBalanceBlock',
    values: { spendable: rao(18_399_216_001n), missing: rao(281_600_783_999n) },
  };
  const said = checkText(check, names);
  assert.match(said, /18\.3992\D/);
  assert.match(said, /281\.6008/);
});
