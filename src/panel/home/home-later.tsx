// Parts of home that its first paint does without: loaded together right after it.
export { HomeAlerts } from '../alerts/home-alerts.tsx';
export { ChangeSheet } from './change-sheet.tsx';
export { EarnedChip } from './earned-chip.tsx';
export { NoStake } from './no-stake.tsx';
export { PinnedRequest } from './pinned-request.tsx';
export { ProofSheet } from './proof-sheet.tsx';
export { GapSheet } from './gap-waterfall.tsx';
export { KnownMark, RefutedLine } from '../words/known-mark.tsx';
export { PriceSparkline } from '../words/price-sparkline.tsx';
