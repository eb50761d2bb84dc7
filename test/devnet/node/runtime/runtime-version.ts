// The version record of a runtime, as `Core_version`, `System.Version` and `state_getRuntimeVersion` give it.
// Refuses to know blocks.
import { utf8 } from '../scale/bytes.ts';
import { blake2b64 } from '../scale/hashing.ts';
import type { Api } from './description.ts';
import type { RuntimeSpec } from './runtime-spec.ts';

export const SPEC_NAME = 'node-subtensor';

export function versionOf(spec: RuntimeSpec, apis: readonly Api[]) {
  return {
    spec_name: SPEC_NAME,
    impl_name: SPEC_NAME,
    authoring_version: 1,
    spec_version: spec.specVersion,
    impl_version: 1,
    apis: apis.map((api): [Uint8Array, number] => [blake2b64(utf8(api.name)), api.version]),
    transaction_version: spec.transactionVersion,
    system_version: 1,
  };
}
