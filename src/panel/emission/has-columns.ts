// Whether the window has room for a subnet's two columns beside the list of home, as in subnet.css.
import { hasWidth } from '../core/has-width.ts';

export const hasColumns = hasWidth('78rem');
