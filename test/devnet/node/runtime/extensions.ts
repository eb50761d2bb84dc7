// The thirteen transaction extensions in the chain's order: what stands in the extrinsic, what is only signed.
// Refuses to check them.
import type { Type } from '../scale/type.ts';
import {
  array,
  compact,
  composite,
  field,
  names,
  option,
  tuple,
  u32,
  u64,
  u8,
  unit,
  unnamed,
} from '../scale/type.ts';
import { era, h256 } from './common-types.ts';
import type { Extension } from './description.ts';

const empty = (path: string): Type => composite(path, [], [{ name: 'T', type: null }]);
const holding = (path: string, type: Type, typeName: string): Type =>
  composite(path, [unnamed(type, typeName)], [{ name: 'T', type: null }]);

const frame = (name: string): string => `frame_system::extensions::${name}`;

export const EXTENSIONS: readonly Extension[] = [
  {
    identifier: 'CheckNonZeroSender',
    type: empty(frame('check_non_zero_sender::CheckNonZeroSender')),
    additionalSigned: unit,
  },
  {
    identifier: 'CheckSpecVersion',
    type: empty(frame('check_spec_version::CheckSpecVersion')),
    additionalSigned: u32,
  },
  {
    identifier: 'CheckTxVersion',
    type: empty(frame('check_tx_version::CheckTxVersion')),
    additionalSigned: u32,
  },
  {
    identifier: 'CheckGenesis',
    type: empty(frame('check_genesis::CheckGenesis')),
    additionalSigned: h256,
  },
  {
    identifier: 'CheckMortality',
    type: holding('node_subtensor_runtime::check_mortality::CheckMortality', era, 'Era'),
    additionalSigned: h256,
  },
  {
    identifier: 'CheckNonce',
    type: holding('node_subtensor_runtime::check_nonce::CheckNonce', compact(u32), 'T::Nonce'),
    additionalSigned: unit,
  },
  {
    identifier: 'CheckWeight',
    type: empty(frame('check_weight::CheckWeight')),
    additionalSigned: unit,
  },
  {
    identifier: 'ChargeTransactionPayment',
    type: holding(
      'pallet_transaction_payment::ChargeTransactionPayment',
      compact(u64),
      'BalanceOf<T>',
    ),
    additionalSigned: unit,
  },
  {
    identifier: 'SudoTransactionExtension',
    type: empty('node_subtensor_runtime::sudo_wrapper::SudoTransactionExtension'),
    additionalSigned: unit,
  },
  {
    identifier: 'CheckShieldedTxValidity',
    type: empty('pallet_shield::extension::CheckShieldedTxValidity'),
    additionalSigned: unit,
  },
  {
    identifier: 'SubtensorTransactionExtension',
    type: empty('pallet_subtensor::extensions::subtensor::SubtensorTransactionExtension'),
    additionalSigned: unit,
  },
  {
    identifier: 'DrandPriority',
    type: empty('pallet_drand::drand_priority::DrandPriority'),
    additionalSigned: unit,
  },
  {
    identifier: 'CheckMetadataHash',
    type: composite(
      'frame_metadata_hash_extension::CheckMetadataHash',
      [
        field(
          'mode',
          names('frame_metadata_hash_extension::Mode', ['Disabled', 'Enabled']),
          'Mode',
        ),
      ],
      [{ name: 'T', type: null }],
    ),
    additionalSigned: option(array(u8, 32)),
  },
];

export const extraType = tuple(...EXTENSIONS.map((extension) => extension.type));
