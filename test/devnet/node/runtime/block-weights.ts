// System.BlockWeights as recorded at spec 424: how much of a block one transaction may be declared to take.
// Refuses to hold anybody to it.
import { option, struct } from '../scale/type.ts';
import type { Type, Value } from '../scale/type.ts';
import { weight } from './common-types.ts';

const perClass = struct('frame_system::limits::WeightsPerClass', {
  base_extrinsic: weight,
  max_extrinsic: option(weight),
  max_total: option(weight),
  reserved: option(weight),
});

const types = {
  base_block: weight,
  max_block: weight,
  per_class: struct('frame_support::dispatch::PerDispatchClass', {
    normal: perClass,
    operational: perClass,
    mandatory: perClass,
  }),
};

const ALL = (1n << 64n) - 1n;
const of = (ref_time: bigint, proof_size = 0n): Value => ({ ref_time, proof_size });
const BASE = of(108_157_000n);

export const blockWeights: { name: string; type: Type; value: Value } = {
  name: 'BlockWeights',
  type: struct('frame_system::limits::BlockWeights', types),
  value: {
    base_block: of(431_614_000n),
    max_block: of(4_000_000_000_000n, ALL),
    per_class: {
      normal: {
        base_extrinsic: BASE,
        max_extrinsic: of(2_599_891_843_000n, 11_990_383_647_911_208_550n),
        max_total: of(3_000_000_000_000n, 13_835_058_055_282_163_711n),
        reserved: of(0n),
      },
      operational: {
        base_extrinsic: BASE,
        max_extrinsic: of(3_599_891_843_000n, 16_602_069_666_338_596_454n),
        max_total: of(4_000_000_000_000n, ALL),
        reserved: of(1_000_000_000_000n, 4_611_686_018_427_387_904n),
      },
      mandatory: { base_extrinsic: BASE, max_extrinsic: null, max_total: null, reserved: null },
    },
  },
};
