// Answers of real runtimes decode to what was recorded beside them, to the last digit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, parseHex } from '../../src/chain/scale/hex.ts';
import type { ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import { isRecord } from '../../src/chain/scale/scale-encoder.ts';
import { textOf } from '../../src/chain/scale/scale-fields.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedAnswers,
  recordedRuntime,
} from '../fakes/recorded-runtimes.ts';

const skip = hasRecordings() ? false : ABSENT;

/** As the recording's referee writes it: field names in camel case, numbers, no empty fields. */
function asRecorded(value: ScaleValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(asRecorded);
  if (!isRecord(value)) return value;
  const camel = (name: string) =>
    name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const recorded = asRecorded(part);
      return [camel(name), name === 'moving_price' ? { bits: recorded } : recorded];
    }),
  );
}

for (const specVersion of [218, 293] as const) {
  const spec = RECORDED_SPECS.find((entry) => entry.specVersion === specVersion);
  test(
    `spec ${specVersion}: recorded answers of runtime APIs decode to the last digit`,
    { skip },
    () => {
      const recording = recordedAnswers(specVersion);
      assert.ok(spec);
      const runtime = recordedRuntime(spec);
      for (const [method, expected] of Object.entries(recording.decoded)) {
        const call = recording.calls.find((entry) => entry.method.endsWith(`_${method}`));
        assert.ok(call?.result);
        const [apiName] = call.method.split('_');
        const api = runtime.api(apiName ?? '', method);
        assert.ok(api, method);
        const decoded = api.decode(parseHex(call.result, method));
        if (typeof decoded === 'string') {
          // Wrapped in bytes: the referee recorded them with their length before them.
          const inner = fromHex(decoded);
          assert.equal(String(expected).slice(-2 * inner.length), decoded.slice(2), method);
          assert.ok(inner.length > 0);
        } else {
          assert.deepEqual(asRecorded(decoded), expected, method);
        }
      }
    },
  );

  test(
    `spec ${specVersion}: recorded storage has the keys we make and the values we read`,
    { skip },
    () => {
      const recording = recordedAnswers(specVersion);
      assert.ok(spec);
      const runtime = recordedRuntime(spec);
      for (const { item: path, key, value, decoded } of recording.storage) {
        const [pallet, name] = path
          .split('.')
          .map((part) => part.charAt(0).toUpperCase() + part.slice(1));
        const item = runtime.storage(pallet ?? '', name ?? '');
        assert.ok(item, path);
        assert.ok(key.startsWith(item.prefix), path);
        const read = item.decode(parseHex(value, path));
        const shown = path.endsWith('tokenSymbol') ? read : asRecorded(read);
        assert.deepEqual(
          typeof shown === 'object' && shown !== null && 'data' in shown
            ? { ...shown, data: { ...Object(shown.data), flags: 0 } }
            : shown,
          decoded,
          path,
        );
      }
      assert.equal(
        runtime.storage('SubtensorModule', 'SubnetTAO')?.key(1),
        recording.storage[0]?.key,
      );
      assert.equal(textOf('0xceb3'), 'γ');
    },
  );
}
