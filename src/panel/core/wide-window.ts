// From this width on, home stands beside the screen, and a screen of a list has room for what is chosen of it.
import { hasWidth } from './has-width.ts';

export const isWideWindow = hasWidth('60rem');

/** From this width on, a chart that is the main thing of its part is drawn higher. */
export const isWidestWindow = hasWidth('100rem');
