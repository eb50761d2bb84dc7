// What wallets say when they do not do what they were asked, as data: one row a wording, with who says it and how that is known.
import type { ErrorCode } from '../errors.ts';

type Wording = {
  words: RegExp;
  means: ErrorCode;
  /** Wallet and version; `any`: a form of words that several share, and others may. */
  wallet: string;
  /** `driven`: seen in the running wallet; `read`: in its published code; `form`: no single source. */
  source: 'driven' | 'read' | 'form';
};

/** First match wins: exact wordings stand before the forms that they are cases of. */
export const wordings: readonly Wording[] = [
  {
    words: /^The source .+ has a pending authorization request$/,
    means: 'WALLET_PENDING',
    wallet: 'polkadot{.js} 0.63.1',
    source: 'driven',
  },
  {
    words: /^Rate limit exceeded/,
    means: 'WALLET_BUSY',
    wallet: 'polkadot{.js} 0.63.1: a second request within three seconds',
    source: 'driven',
  },
  {
    words: /^The source .+ is not allowed to interact with this extension$/,
    means: 'WALLET_BLOCKED',
    wallet:
      'polkadot{.js}, SubWallet 1.3.88, Talisman: the site was refused there, or shares no account',
    source: 'read',
  },
  {
    words: /^Site .+ has not been authori[sz]ed for .+ yet$/,
    means: 'WALLET_REJECTED',
    wallet:
      'Talisman, Taostats 1.0.18: after enable() that resolved although it was refused or its window closed',
    source: 'driven',
  },
  {
    words: /has not been authori[sz]ed yet/,
    means: 'WALLET_REJECTED',
    wallet: 'SubWallet 1.3.88',
    source: 'read',
  },
  {
    words: /^The source .+ has not been enabled yet$/,
    means: 'WALLET_REJECTED',
    wallet: 'polkadot{.js} 0.63.1',
    source: 'driven',
  },
  {
    words: /has not been configured yet\. Please continue with onboarding/,
    means: 'WALLET_NOT_SET_UP',
    wallet: 'Talisman: installed, no wallet made in it yet',
    source: 'read',
  },
  {
    words: /^Unable to find keypair$/,
    means: 'WALLET_LOST_ACCOUNT',
    wallet: 'polkadot{.js} 0.63.1',
    source: 'driven',
  },
  {
    words: /^Cancel+ed$|^Rejected$/,
    means: 'WALLET_REJECTED',
    wallet: 'polkadot{.js} 0.63.1, Talisman, SubWallet',
    source: 'driven',
  },
  {
    words:
      /pending authori[sz]ation|already (?:pending|processing|requested)|request (?:is )?already/i,
    means: 'WALLET_PENDING',
    wallet: 'any',
    source: 'form',
  },
  {
    words: /rate limit|too many requests|try again (?:later|in)/i,
    means: 'WALLET_BUSY',
    wallet: 'any',
    source: 'form',
  },
  {
    words: /onboarding|not (?:been )?set ?up/i,
    means: 'WALLET_NOT_SET_UP',
    wallet: 'any',
    source: 'form',
  },
  {
    words: /\block(?:ed)?\b|unlock|password/i,
    means: 'WALLET_LOCKED',
    wallet: 'any',
    source: 'form',
  },
  {
    words:
      /unable to find (?:keypair|account)|(?:account|keypair|address) (?:was )?not (?:found|exist)|no (?:such )?account/i,
    means: 'WALLET_LOST_ACCOUNT',
    wallet: 'any',
    source: 'form',
  },
  {
    words: /site .*blocked|blocked .*site|black ?list/i,
    means: 'WALLET_BLOCKED',
    wallet: 'any',
    source: 'form',
  },
  {
    words:
      /cancel+ed|reject|denied|declined|not allowed|not (?:been )?authori[sz]ed|unauthori[sz]ed|refused/i,
    means: 'WALLET_REJECTED',
    wallet: 'any',
    source: 'form',
  },
  {
    words: /not (?:supported|implemented)|unsupported|watch[- ]only/i,
    means: 'WALLET_CANNOT',
    wallet: 'any',
    source: 'form',
  },
];
