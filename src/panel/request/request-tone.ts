// How serious the state of a signing request is: the same on its own screen and on top of home. Pure.
import type { SigningRequest, SigningState } from '../../model/request.ts';
import type { Tone } from '../ui/banner.tsx';
import type { RequestWords } from './request-words.ts';
import { wentWrong } from './request-view.ts';

const tones: Readonly<Record<SigningState, Tone>> = {
  queued: 'notice',
  draft: 'notice',
  'waiting-for-wallet': 'notice',
  signed: 'notice',
  submitted: 'notice',
  'in-block': 'ok',
  finalized: 'ok',
  rejected: 'notice',
  expired: 'warning',
  failed: 'red',
  dropped: 'warning',
  superseded: 'warning',
};

export function toneOf(request: SigningRequest, { isCautious }: RequestWords): Tone {
  if (wentWrong(request)) return 'red';
  return isCautious ? 'warning' : tones[request.state];
}
