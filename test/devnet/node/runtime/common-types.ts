// Types that every pallet shares, under the paths that clients know them by.
// Refuses to know any pallet.
import type { Type, Variant } from '../scale/type.ts';
import {
  array,
  bytes,
  compact,
  composite,
  field,
  names,
  option,
  sequence,
  str,
  struct,
  tuple,
  u128,
  u32,
  u64,
  u8,
  unit,
  unnamed,
  variants,
  i128,
  i64,
} from '../scale/type.ts';

export const accountId = composite('sp_core::crypto::AccountId32', [
  unnamed(array(u8, 32), '[u8; 32]'),
]);
export const h256 = composite('primitive_types::H256', [unnamed(array(u8, 32), '[u8; 32]')]);

const bitZero = composite('substrate_typenum::bit::B0', []);
const bitOne = composite('substrate_typenum::bit::B1', []);
const typeNumberEnd = composite('substrate_typenum::uint::UTerm', []);

/** The number of fractional bits as the type-level binary number that substrate_fixed puts in its metadata. */
function typeNumber(value: number): Type {
  if (value === 0) return typeNumberEnd;
  const msb = typeNumber(Math.floor(value / 2));
  const lsb = value % 2 === 1 ? bitOne : bitZero;
  return composite(
    'substrate_typenum::uint::UInt',
    [field('msb', msb, 'U'), field('lsb', lsb, 'B')],
    [
      { name: 'U', type: msb },
      { name: 'B', type: lsb },
    ],
  );
}

const frac32 = typeNumber(32);
const frac64 = typeNumber(64);
const fixed = (name: string, bits: Type, frac: Type): Type =>
  composite(`substrate_fixed::${name}`, [field('bits', bits)], [{ name: 'Frac', type: frac }]);

export const i96f32 = fixed('FixedI128', i128, frac32);
export const u96f32 = fixed('FixedU128', u128, frac32);
export const u64f64 = fixed('FixedU128', u128, frac64);
export const i64f64 = fixed('FixedI128', i128, frac64);
export const i32f32 = fixed('FixedI64', i64, frac32);

export const weight = struct('sp_weights::weight_v2::Weight', {
  ref_time: compact(u64),
  proof_size: compact(u64),
});

export const multiAddress = variants(
  'sp_runtime::multiaddress::MultiAddress',
  [
    { name: 'Id', index: 0, fields: [unnamed(accountId, 'AccountId')] },
    { name: 'Index', index: 1, fields: [unnamed(compact(unit), 'AccountIndex')] },
    { name: 'Raw', index: 2, fields: [unnamed(bytes, 'Vec<u8>')] },
    { name: 'Address32', index: 3, fields: [unnamed(array(u8, 32), '[u8; 32]')] },
    { name: 'Address20', index: 4, fields: [unnamed(array(u8, 20), '[u8; 20]')] },
  ],
  [
    { name: 'AccountId', type: accountId },
    { name: 'AccountIndex', type: unit },
  ],
);

export const multiSignature = variants('sp_runtime::MultiSignature', [
  { name: 'Ed25519', index: 0, fields: [unnamed(array(u8, 64), 'ed25519::Signature')] },
  { name: 'Sr25519', index: 1, fields: [unnamed(array(u8, 64), 'sr25519::Signature')] },
  { name: 'Ecdsa', index: 2, fields: [unnamed(array(u8, 65), 'ecdsa::Signature')] },
]);

const moduleError = struct('sp_runtime::ModuleError', { index: u8, error: array(u8, 4) });

const bare = (name: string, index: number): Variant => ({ name, index, fields: [] });
const holding = (name: string, index: number, type: Type): Variant => ({
  name,
  index,
  fields: [unnamed(type)],
});

export const dispatchError = variants('sp_runtime::DispatchError', [
  bare('Other', 0),
  bare('CannotLookup', 1),
  bare('BadOrigin', 2),
  holding('Module', 3, moduleError),
  bare('ConsumerRemaining', 4),
  bare('NoProviders', 5),
  bare('TooManyConsumers', 6),
  holding(
    'Token',
    7,
    names('sp_runtime::TokenError', [
      'FundsUnavailable',
      'OnlyProvider',
      'BelowMinimum',
      'CannotCreate',
      'UnknownAsset',
      'Frozen',
      'Unsupported',
      'CannotCreateHold',
      'NotExpendable',
      'Blocked',
    ]),
  ),
  holding(
    'Arithmetic',
    8,
    names('sp_arithmetic::ArithmeticError', ['Underflow', 'Overflow', 'DivisionByZero']),
  ),
  holding('Transactional', 9, names('sp_runtime::TransactionalError', ['LimitReached', 'NoLayer'])),
  bare('Exhausted', 10),
  bare('Corruption', 11),
  bare('Unavailable', 12),
  bare('RootNotAllowed', 13),
]);

export const invalidTransaction = variants('sp_runtime::transaction_validity::InvalidTransaction', [
  bare('Call', 0),
  bare('Payment', 1),
  bare('Future', 2),
  bare('Stale', 3),
  bare('BadProof', 4),
  bare('AncientBirthBlock', 5),
  bare('ExhaustsResources', 6),
  holding('Custom', 7, u8),
  bare('BadMandatory', 8),
  bare('MandatoryValidation', 9),
  bare('BadSigner', 10),
  bare('IndeterminateImplicit', 11),
  bare('UnknownOrigin', 12),
]);

export const transactionValidityError = variants(
  'sp_runtime::transaction_validity::TransactionValidityError',
  [
    holding('Invalid', 0, invalidTransaction),
    holding(
      'Unknown',
      1,
      variants('sp_runtime::transaction_validity::UnknownTransaction', [
        bare('CannotLookup', 0),
        bare('NoUnsignedValidator', 1),
        holding('Custom', 2, u8),
      ]),
    ),
  ],
);

export const dispatchClass = names('frame_support::dispatch::DispatchClass', [
  'Normal',
  'Operational',
  'Mandatory',
]);

export const dispatchEventInfo = struct('frame_system::DispatchEventInfo', {
  weight,
  class: dispatchClass,
  pays_fee: names('frame_support::dispatch::Pays', ['Yes', 'No']),
});

const engineItem = (name: string, index: number): Variant => ({
  name,
  index,
  fields: [unnamed(array(u8, 4), 'ConsensusEngineId'), unnamed(bytes, 'Vec<u8>')],
});

export const digestItem = variants('sp_runtime::generic::digest::DigestItem', [
  engineItem('PreRuntime', 6),
  engineItem('Consensus', 4),
  engineItem('Seal', 5),
  holding('Other', 0, bytes),
  bare('RuntimeEnvironmentUpdated', 8),
]);

export const digest = struct('sp_runtime::generic::digest::Digest', {
  logs: sequence(digestItem),
});

const cowText = composite('Cow', [unnamed(str)], [{ name: 'T', type: str }]);
const apiVersions = sequence(tuple(array(u8, 8), u32));

export const runtimeVersion = struct('sp_version::RuntimeVersion', {
  spec_name: cowText,
  impl_name: cowText,
  authoring_version: u32,
  spec_version: u32,
  impl_version: u32,
  apis: composite('Cow', [unnamed(apiVersions)], [{ name: 'T', type: apiVersions }]),
  transaction_version: u32,
  system_version: u8,
});

export const lastRuntimeUpgrade = struct('frame_system::LastRuntimeUpgradeInfo', {
  spec_version: compact(u32),
  spec_name: cowText,
});

export const era = variants('sp_runtime::generic::era::Era', [
  bare('Immortal', 0),
  ...Array.from({ length: 255 }, (_, i) => holding(`Mortal${i + 1}`, i + 1, u8)),
]);

const inclusionFee = struct('pallet_transaction_payment::types::InclusionFee', {
  base_fee: u64,
  len_fee: u64,
  adjusted_weight_fee: u64,
});

export const feeDetails = struct('pallet_transaction_payment::types::FeeDetails', {
  inclusion_fee: option(inclusionFee),
  tip: u64,
});

export const runtimeDispatchInfo = struct(
  'pallet_transaction_payment::types::RuntimeDispatchInfo',
  {
    weight,
    class: dispatchClass,
    partial_fee: u64,
  },
);
