// What values a whole picture: loaded once a picture is read, which an opening on home's own figures does without.
export { attentionOf } from '../../alerts/attention.ts';
export { stakedIn } from '../../alerts/home-figures.ts';
export { createValuer } from '../../portfolio/value-again.ts';
export { withNewerRows } from '../../portfolio/with-newer-rows.ts';
