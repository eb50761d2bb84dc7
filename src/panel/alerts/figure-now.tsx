// What the figure of an alert is now, beside the line or beside what fired.
import type { AlertKind } from '../../model/alert.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Tao } from '../words/amount.tsx';

type Props = {
  kind: AlertKind;
  /** In TAO. */
  figure: bigint;
  /** How long ago the rule that it is of fired last. */
  fired?: string;
};

export function FigureNow({ kind, figure, fired }: Props) {
  // What a subnet costs is public, and prices are told apart by more digits.
  const value =
    kind === 'spot-price' ? <Tao rao={figure} isPublic /> : <Tao rao={figure} decimals={2} />;
  return fired === undefined ? (
    <RichText text="alertNow" with={{ value }} />
  ) : (
    <RichText text="alertNowFired" with={{ value, age: fired }} />
  );
}
