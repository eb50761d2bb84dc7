// Whether the window has room for a ticket's second and third column, as in ticket.css.
import { hasWidth } from '../core/has-width.ts';

export const isWide = hasWidth('75rem');
export const isLargest = hasWidth('108rem');
