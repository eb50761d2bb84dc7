// Whether an alert that fired may lead to a ticket that sells. Pure.
import type { AlertEvent } from '../../model/alert.ts';

const isOfSale = new Set<AlertEvent['kind']>(['exit-value', 'near-removal', 'spot-price']);

/** On the word of one node nothing is offered for sale: it is looked at first. */
export const offersSale = ({ kind, isConfirmed }: Pick<AlertEvent, 'kind' | 'isConfirmed'>) =>
  isOfSale.has(kind) && isConfirmed !== false;
