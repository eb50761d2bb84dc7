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
  ticket('lens-subnets', 'lens', [tap('Search subnets')]),
  ticket('lens-sources', 'lens', [tap('Search subnets'), tap('What these figures mean')]),
  ticket('lens-filtered', 'lens', [
    tap('Search subnets'),
    tap('Near removal'),
    tap('Sorted by: Share of new TAO'),
    tap('Place in the order'),
  ]),
  ticket('lens-picking', 'lens', [tap('Search subnets'), tap('Compare'), ...twoPicked]),
  ticket('lens-compare', 'lens', [
    tap('Search subnets'),
    tap('Compare'),
    ...twoPicked,
    tap('Compare 2'),
  ]),
  ticket('lens-decides', 'lens', [
    tap('Search subnets'),
    tap('Who decides'),
    tap('Count now'),
    see('stand behind more than half'),
  ]),
  ticket('lens-decides-first', 'lens', [tap('Search subnets'), tap('Who decides')]),
  ticket('lens-decides-all', 'lens', [
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
  ticket('lens-decides-lists', 'lens', [
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
  ticket('lens-holders', 'lens', [
    ...openChutes,
    tap('Count holders (up to 8 MB)'),
    see('holders found'),
    scrollTo('section[aria-label="Who holds it"]'),
  ]),
  ticket('lens-horizon', 'lens', [...openChutes, see('is locked'), scrollTo('.horizons')]),
  ticket('lens-horizon-story', 'lens', [
    ...openChutes,
    see('is locked'),
    scrollTo('section[aria-label="Lasting or passing"]'),
  ]),
  ticket('lens-horizon-range', 'lens', [
    tap('Search subnets'),
    search('38'),
    tap('SN38'),
    see('is locked'),
    scrollTo('section[aria-label="Lasting or passing"]'),
  ]),
  ticket('lens-horizon-how', 'lens', [
    ...openChutes,
    see('is locked'),
    tap('How these are worked out'),
    tap('Where it goes in a day'),
    scrollTo('.formula-figures'),
  ]),
  ticket('lens-vote', 'lens', [...typed('12'), see('If this price holds')]),
  ticket('lens-vote-detail', 'lens', [
    ...typed('12'),
    see('Identical'),
    tap('What this votes for'),
    scrollTo('.emission-effect'),
  ]),
  ticket('lens-unmodelled', 'lens-unmodelled', [...typed('12'), see('not modelled')]),
  ticket('lens-locked-ask', 'lens', [...sortedBy('Locked alpha'), see('about ten questions')]),
  ticket('lens-locked', 'lens', [...sortedBy('Locked alpha'), tap('Read now'), see('Known of')]),
  ticket('lens-largest', 'lens', [
    ...sortedBy('Largest validator'),
    tap('Read now'),
    see('Known of'),
  ]),
  ticket('lens-largest-reading', 'lens-slow', [
    ...sortedBy('Largest validator'),
    tap('Read now'),
    see('subnets read'),
  ]),
  ticket('lens-limit', 'lens', [
    tap('Search subnets'),
    tap('By a figure'),
    type('Value τ', '20000'),
  ]),
  ticket('lens-limited', 'lens', [
    tap('Search subnets'),
    tap('By a figure'),
    type('Value τ', '20000'),
    tap('Show these'),
    see('Pool ≥ 20,000'),
  ]),
  ticket('lens-mine', 'lens', [
    ...openChutes,
    see('Of its vote'),
    scrollTo('section[aria-label="Your part"]'),
  ]),
  ticket('lens-mine-how', 'lens', [
    ...openChutes,
    see('Of its vote'),
    tap('How these are worked out'),
    scrollTo('section[aria-label="Your part"]'),
  ]),
];
