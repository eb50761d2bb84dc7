// Pictures of the lens: the list of subnets, side by side, who decides, and what a stake votes for.
import {
  openChutes,
  scrollTo,
  search,
  see,
  tap,
  tapFirst,
  ticket,
  type,
  typed,
  type Walk,
} from './walk-steps.ts';

const twoPicked = [
  tapFirst('.subnets-list li:nth-child(2) .row'),
  tapFirst('.subnets-list li:nth-child(3) .row'),
];

const sortedBy = (figure: string) => [
  tap('Search subnets'),
  tap('Sorted by: Emission'),
  tap(figure),
];

export const emissionWalks: readonly Walk[] = [
  ticket('emission-subnets', 'emission', [tap('Search subnets')]),
  ticket('emission-sources', 'emission', [tap('Search subnets'), tap('About these figures')]),
  ticket('emission-filtered', 'emission', [
    tap('Search subnets'),
    tap('Dereg risk'),
    tap('Sorted by: Emission'),
    tap('Deregistration rank'),
  ]),
  ticket('emission-ladder', 'emission-ladder', [
    tap('Search subnets'),
    tap('Deregistration'),
    tap('Estimate payout'),
    see('If deregistered now: about'),
  ]),
  ticket('emission-ladder-subnet', 'emission-ladder', [
    tap('Search subnets'),
    search('19'),
    tap('SN19'),
    tap('Estimate payout'),
    see('If deregistered now: about'),
    scrollTo('section[aria-label="Next to be deregistered"]'),
  ]),
  ticket('emission-picking', 'emission', [tap('Search subnets'), tap('Compare'), ...twoPicked]),
  ticket('emission-compare', 'emission', [
    tap('Search subnets'),
    tap('Compare'),
    ...twoPicked,
    tap('Compare 2'),
  ]),
  ticket('emission-decides', 'emission', [
    tap('Search subnets'),
    tap('Concentration'),
    tap('Load'),
    see('behind more than half'),
  ]),
  ticket('emission-decides-first', 'emission', [tap('Search subnets'), tap('Concentration')]),
  ticket('emission-decides-all', 'emission', [
    tap('Search subnets'),
    tap('Concentration'),
    tap('Load'),
    see('behind more than half'),
    tap('Load holders (up to 8 MB)'),
    see('Load more'),
    tap('Load from archive'),
    see('recorded Feb'),
    scrollTo('.validator-stakes'),
  ]),
  ticket('emission-decides-lists', 'emission', [
    tap('Search subnets'),
    tap('Concentration'),
    tap('Load'),
    see('behind more than half'),
    tap('Load holders (up to 8 MB)'),
    see('Load more'),
    tap('Load from archive'),
    see('recorded Feb'),
    scrollTo('.share-lists'),
  ]),
  ticket('emission-holders', 'emission', [
    ...openChutes,
    tap('Load holders (up to 8 MB)'),
    see('holders found'),
    scrollTo('section[aria-label="Holders"]'),
  ]),
  ticket('emission-horizon', 'emission', [...openChutes, see('is locked'), scrollTo('.horizons')]),
  ticket('emission-horizon-story', 'emission', [
    ...openChutes,
    see('is locked'),
    scrollTo('section[aria-label="Price and stake flow"]'),
  ]),
  ticket('emission-horizon-range', 'emission', [
    tap('Search subnets'),
    search('38'),
    tap('SN38'),
    see('is locked'),
    scrollTo('section[aria-label="Price and stake flow"]'),
  ]),
  ticket('emission-horizon-how', 'emission', [
    ...openChutes,
    see('is locked'),
    tap('How these are calculated'),
    tap('Daily emission split'),
    scrollTo('.formula-figures'),
  ]),
  ticket('emission-vote', 'emission', [...typed('12'), see('If this price holds')]),
  ticket('emission-vote-detail', 'emission', [
    ...typed('12'),
    see('Verified with'),
    tap('Effect on emission'),
    scrollTo('.emission-effect'),
  ]),
  ticket('emission-unmodelled', 'emission-unmodelled', [
    ...typed('12'),
    see('can’t be calculated'),
  ]),
  ticket('emission-locked-ask', 'emission', [
    ...sortedBy('Locked alpha'),
    see('about ten requests'),
  ]),
  ticket('emission-locked', 'emission', [
    ...sortedBy('Locked alpha'),
    tap('Load'),
    see('Loaded for'),
  ]),
  ticket('emission-largest', 'emission', [
    ...sortedBy('Largest validator'),
    tap('Load'),
    see('Loaded for'),
  ]),
  ticket('emission-largest-reading', 'emission-slow', [
    ...sortedBy('Largest validator'),
    tap('Load'),
    see('subnets loaded'),
  ]),
  ticket('emission-limit', 'emission', [
    tap('Search subnets'),
    tap('Custom filter'),
    type('Value (τ)', '20000'),
  ]),
  ticket('emission-limited', 'emission', [
    tap('Search subnets'),
    tap('Custom filter'),
    type('Value (τ)', '20000'),
    tap('Apply filter'),
    see('Liquidity ≥ 20,000'),
  ]),
  ticket('emission-mine', 'emission', [
    ...openChutes,
    see('Of its emission'),
    scrollTo('section[aria-label="Your share"]'),
  ]),
  ticket('emission-mine-how', 'emission', [
    ...openChutes,
    see('Of its emission'),
    tap('How these are calculated'),
    scrollTo('section[aria-label="Your share"]'),
  ]),
];
