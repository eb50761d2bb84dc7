// The chain's names for refusals: spelt as the chain spells them, and told with our codes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { REFUSAL_CODES } from '../../src/model/refusals.ts';
import {
  refusalByName,
  toChainRefusal,
  toPoolError,
} from '../../src/chain/runtime/dispatch-errors.ts';
import type { WholeRuntime } from '../../src/chain/runtime/runtime.ts';
import type { ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import { parseMetadata } from '../../src/chain/runtime/metadata.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedRuntime,
} from '../fakes/recorded-runtimes.ts';

const skip = hasRecordings() ? false : ABSENT;

function errorNames(runtime: WholeRuntime): string[] {
  return parseMetadata(runtime.metadata).description.pallets.flatMap(({ name, errors }) => {
    const type = errors === undefined ? null : runtime.typeOf(errors.type);
    return type?.type === 'enum' ? Object.keys(type.value).map((error) => `${name}.${error}`) : [];
  });
}

test(
  'every refusal of a pallet that we know is spelt as some real runtime spells it',
  { skip },
  () => {
    const real = new Set(RECORDED_SPECS.flatMap((spec) => errorNames(recordedRuntime(spec))));
    const ours = Object.keys(REFUSAL_CODES).filter((name) => !name.startsWith('Token.'));
    assert.deepEqual(
      ours.filter((name) => !real.has(name)),
      [],
    );
  },
);

const moduleError = (pallet: string, error: string): ScaleValue => ({
  type: 'Module',
  value: { type: pallet, value: { type: error, value: null } },
});

const decoded: readonly (readonly [ScaleValue, string, string])[] = [
  [moduleError('SubtensorModule', 'SlippageTooHigh'), 'PRICE_LIMIT_EXCEEDED', 'SlippageTooHigh'],
  [moduleError('Swap', 'ReservesTooLow'), 'POOL_TOO_SMALL', 'ReservesTooLow'],
  [moduleError('SubtensorModule', 'SomethingNew'), 'CHAIN_REFUSED', 'SomethingNew'],
  [
    { type: 'Token', value: { type: 'FundsUnavailable', value: null } },
    'NOT_ENOUGH_BALANCE',
    'FundsUnavailable',
  ],
  [{ type: 'BadOrigin', value: null }, 'CHAIN_REFUSED', 'BadOrigin'],
];

for (const [value, code, name] of decoded) {
  test(`a dispatch error ${name} is ${code} and keeps its name`, () => {
    const refusal = toChainRefusal(value);
    assert.deepEqual([refusal.code, refusal.name], [code, name]);
  });
}

test('an unknown refusal keeps pallet and name', () => {
  const expected = { code: 'CHAIN_REFUSED', pallet: 'Proxy', name: 'NotProxy' };
  assert.deepEqual(refusalByName('Proxy', 'NotProxy'), expected);
});

const pool: readonly (readonly [string, string, string | undefined])[] = [
  ['Invalid Transaction Custom error: 8', 'PRICE_LIMIT_EXCEEDED', 'SlippageTooHigh'],
  ['Invalid Transaction Custom error: 200', 'SUBMISSION_REFUSED', 'Custom(200)'],
  ['Invalid Transaction Inability to pay some fees', 'CANNOT_PAY_FEE', undefined],
  ['Invalid Transaction Transaction is outdated', 'SUBMISSION_REFUSED', undefined],
];

for (const [text, code, name] of pool) {
  test(`the pool's “${text}” is ${code}`, () => {
    const error = toPoolError(new AppError('NODE_REFUSED', { text, rpcCode: 1010 }));
    assert.equal(error.code, code);
    assert.equal(error.detail['name'], name);
  });
}

test('what is no refusal stays what it is', () => {
  const lost = new AppError('NODE_UNREACHABLE', { what: 'test' });
  assert.equal(toPoolError(lost), lost);
});
