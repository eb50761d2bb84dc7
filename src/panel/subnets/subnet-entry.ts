// One subnet as the lists show it. Types only.
import type { NetFlow } from '../../emission/net-flow.ts';
import type { SubnetFigures } from '../../emission/subnet-figures.ts';
import type { SurveyRow } from '../../model/records.ts';
import type { Netuid, Price } from '../../units.ts';

/** Change since an earlier block, in parts per million; null: not known. */
type Changes = {
  day: bigint | null;
  week: bigint | null;
  /** Change of its share of emission. */
  shareWeek: bigint | null;
};

export type SubnetEntry = {
  netuid: Netuid;
  /** Number and name, for searching and for sorting by name. */
  text: string;
  price: Price | null;
  /** TAO in the pool; null: not read. */
  depth: bigint | null;
  held: bigint;
  /** What that would bring if it were sold now; `isWhole` false: at least that. null: nothing is held. */
  worth: { rao: bigint; isWhole: boolean } | null;
  /** Rao: spot price of all alpha outside the pool; null: not read. */
  cap: bigint | null;
  /** What stake earns here on average, parts per million a year; null: not known. */
  apyPpm: bigint | null;
  isFavourite: boolean;
  changes: Changes;
  /** Net flow of stakers over seven days; null: not known. */
  flow: NetFlow | null;
  /** null: emission was not read. */
  figures: SubnetFigures | null;
  /** null: none of its on-demand figures were read. */
  survey: SurveyRow | null;
};
