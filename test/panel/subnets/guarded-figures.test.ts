// A row about a runtime that differs switches off the figures that rest on it, and no others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GuardRecord } from '../../../src/model/guard-record.ts';
import type { GuardSubject } from '../../../src/model/guard.ts';
import { createPanelModel } from '../../../src/panel/panel-model.ts';
import { createSubnetsModel } from '../../../src/panel/subnets/subnets-model.ts';
import { agreedRows, checkedRuntime } from '../../fakes/checked-runtime.ts';
import { emissionRecord } from '../../tools/pictures/emission.ts';
import { stored } from '../../tools/pictures/stored.ts';
import { fakeDeps, readerOf } from '../fake-deps.ts';

async function modelWith(guards: (of: GuardRecord) => GuardRecord[]) {
  const scene = stored({ emission: emissionRecord() });
  const runtime = scene.snapshot?.snapshot.runtime;
  assert.ok(runtime);
  const reader = {
    ...readerOf(scene),
    readEmission: async () => emissionRecord(),
    readGuards: async () => guards(checkedRuntime(runtime)),
  };
  const panel = createPanelModel({ ...fakeDeps(scene).deps, reader }, scene.settings);
  await panel.store.load();
  await panel.store.changed('guard');
  const model = createSubnetsModel(panel.store, panel.names, panel.portfolio);
  const some = model.all.value.find(({ figures }) => (figures?.removal ?? null) !== null);
  assert.equal(model.isOrderKnown.value, some !== undefined);
  assert.equal(model.isEmissionOther.value, !model.check.value.known);
  // What is worked out of our split of emission is not told either.
  const isYieldTold = model.all.value.some(({ apyPpm }) => apyPpm !== null);
  assert.equal(isYieldTold, !model.isEmissionOther.value);
  // A price and the alpha outside the pool are no split: the size is told.
  assert.ok(model.all.value.some(({ cap }) => (cap ?? 0n) > 0n));
  return { hasOrder: some !== undefined, isEmissionTold: model.check.value.known };
}

const without =
  (subject: GuardSubject) =>
  (record: GuardRecord): GuardRecord[] => [
    {
      ...record,
      rows: agreedRows.map((row) =>
        row.subject === subject
          ? {
              ...row,
              verdict: {
                state: 'disagrees',
                where: null,
                ours: { unit: 'count', amount: 1 },
                chain: { unit: 'count', amount: 2 },
              },
            }
          : row,
      ),
    },
  ];

test('the order of removal and the forecasts follow their own rows', async () => {
  const all = { hasOrder: true, isEmissionTold: true };
  assert.deepEqual(await modelWith((record) => [record]), all);
  assert.deepEqual(await modelWith(() => []), all, 'nothing was compared yet');
  assert.deepEqual(await modelWith(without('prune')), { ...all, hasOrder: false });
  assert.deepEqual(await modelWith(without('emission')), { ...all, isEmissionTold: false });
  assert.deepEqual(await modelWith(without('spot')), all);
});
