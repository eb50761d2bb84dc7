// Names of the pallets that more than one read asks.

/** Subnets, stakes, hotkeys and emission. */
export const SUBTENSOR = 'SubtensorModule';
