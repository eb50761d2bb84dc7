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
  tap('Sorted by: Share of new TAO'),
  tap(figure),
];

export const emissionWalks: readonly Walk[] = [
  ticket('emission-subnets', 'emission', [tap('Search subnets')]),
  ticket('emission-sources', 'emission', [tap('Search subnets'), tap('What these figures mean')]),
  ticket('emission-filtered', 'emission', [
    tap('Search subnets'),
    tap('Near removal'),
    tap('Sorted by: Share of new TAO'),
    tap('Place in the order'),
  ]),
  ticket('emission-ladder', 'emission-ladder', [
    tap('Search subnets'),
    tap('Deregistration'),
    tap('Estimate the payout'),
    see('Deregistered now: about'),
  ]),
  ticket('emission-ladder-subnet', 'emission-ladder', [
    tap('Search subnets'),
    search('19'),
    tap('SN19'),
    tap('Estimate the payout'),
    see('Deregistered now: about'),
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
    tap('Who decides'),
    tap('Count now'),
    see('stand behind more than half'),
  ]),
  ticket('emission-decides-first', 'emission', [tap('Search subnets'), tap('Who decides')]),
  ticket('emission-decides-all', 'emission', [
    tap('Search subnets'),
    tap('Who decides'),
    tap('Count now'),
    see('stand behind more than half'),
    tap('Count holders (up to 8 MB)'),
    see('Read on'),
    tap('Read from the archive'),
    see('recorded Feb'),
    scrollTo('.validator-stakes'),
  ]),
  ticket('emission-decides-lists', 'emission', [
    tap('Search subnets'),
    tap('Who decides'),
    tap('Count now'),
    see('stand behind more than half'),
    tap('Count holders (up to 8 MB)'),
    see('Read on'),
    tap('Read from the archive'),
    see('recorded Feb'),
    scrollTo('.share-lists'),
  ]),
  ticket('emission-holders', 'emission', [
    ...openChutes,
    tap('Count holders (up to 8 MB)'),
    see('holders found'),
    scrollTo('section[aria-label="Who holds it"]'),
  ]),
  ticket('emission-horizon', 'emission', [...openChutes, see('is locked'), scrollTo('.horizons')]),
  ticket('emission-horizon-story', 'emission', [
    ...openChutes,
    see('is locked'),
    scrollTo('section[aria-label="Lasting or passing"]'),
  ]),
  ticket('emission-horizon-range', 'emission', [
    tap('Search subnets'),
    search('38'),
    tap('SN38'),
    see('is locked'),
    scrollTo('section[aria-label="Lasting or passing"]'),
  ]),
  ticket('emission-horizon-how', 'emission', [
    ...openChutes,
    see('is locked'),
    tap('How these are worked out'),
    tap('Where it goes in a day'),
    scrollTo('.formula-figures'),
  ]),
  ticket('emission-vote', 'emission', [...typed('12'), see('If this price holds')]),
  ticket('emission-vote-detail', 'emission', [
    ...typed('12'),
    see('Identical'),
    tap('What this votes for'),
    scrollTo('.emission-effect'),
  ]),
  ticket('emission-unmodelled', 'emission-unmodelled', [...typed('12'), see('not modelled')]),
  ticket('emission-locked-ask', 'emission', [
    ...sortedBy('Locked alpha'),
    see('about ten questions'),
  ]),
  ticket('emission-locked', 'emission', [
    ...sortedBy('Locked alpha'),
    tap('Read now'),
    see('Known of'),
  ]),
  ticket('emission-largest', 'emission', [
    ...sortedBy('Largest validator'),
    tap('Read now'),
    see('Known of'),
  ]),
  ticket('emission-largest-reading', 'emission-slow', [
    ...sortedBy('Largest validator'),
    tap('Read now'),
    see('subnets read'),
  ]),
  ticket('emission-limit', 'emission', [
    tap('Search subnets'),
    tap('By a figure'),
    type('Value τ', '20000'),
  ]),
  ticket('emission-limited', 'emission', [
    tap('Search subnets'),
    tap('By a figure'),
    type('Value τ', '20000'),
    tap('Show these'),
    see('Pool ≥ 20,000'),
  ]),
  ticket('emission-mine', 'emission', [
    ...openChutes,
    see('Of its vote'),
    scrollTo('section[aria-label="Your part"]'),
  ]),
  ticket('emission-mine-how', 'emission', [
    ...openChutes,
    see('Of its vote'),
    tap('How these are worked out'),
    scrollTo('section[aria-label="Your part"]'),
  ]),
];
