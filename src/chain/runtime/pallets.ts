// Names of pallets that several reads use.

/** Subnets, stakes, hotkeys and emission. */
export const SUBTENSOR = 'SubtensorModule';
