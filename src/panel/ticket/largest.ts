// Whether the window has room for a ticket's third column, as in ticket.css.
import { hasWidth } from '../core/has-width.ts';

export const isLargest = hasWidth('108rem');
