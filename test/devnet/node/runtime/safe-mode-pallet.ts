// The SafeMode pallet as far as a client reads it: until when.
// Refuses its calls, which root makes.
import { u32 } from '../scale/type.ts';
import type { Pallet } from './description.ts';
import { single } from './storage-entry.ts';
import { variant } from './variant.ts';

export const safeModePallet: Pallet = {
  name: 'SafeMode',
  index: 20,
  path: 'pallet_safe_mode::pallet',
  calls: [variant('enter', 0), variant('force_enter', 1)],
  events: [variant('Entered', 0, { until: u32 }), variant('Extended', 1, { until: u32 })],
  errors: ['Entered', 'Exited', 'NotConfigured', 'NoDeposit', 'AlreadyDeposited'],
  constants: [],
  storage: [single('EnteredUntil', u32, null, ({ state }) => state.safeModeUntil ?? undefined)],
};
