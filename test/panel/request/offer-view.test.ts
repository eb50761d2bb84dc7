import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offerViewOf } from '../../../src/panel/request/offer-view.ts';
import type { OfferRecord } from '../../../src/model/request.ts';
import { requestIn } from '../../tools/pictures/requests.ts';

const draft = requestIn('draft');
const offer: OfferRecord = {
  wallet: draft.wallet,
  requestId: draft.id,
  genesisHash: draft.genesisHash,
  specVersion: 1,
  operators: ['A', 'B'],
  at: 1,
  state: 'asked',
  error: null,
};

test('what is not signed yet can be offered to be shown in words', () => {
  assert.deepEqual(offerViewOf(draft, []), { state: 'open', last: null });
  assert.equal(offerViewOf(requestIn('waiting-for-wallet'), []).state, 'open');
  for (const state of ['signed', 'submitted', 'finalized', 'rejected'] as const) {
    assert.equal(offerViewOf(requestIn(state), []).state, 'none', state);
  }
});

test('a wallet whose page was not reached is offered nothing', () => {
  const error = { code: 'TAB_UNREACHABLE', detail: {} } as const;
  assert.equal(offerViewOf(requestIn('draft', { error }), [offer]).state, 'none');
  const failed = { code: 'WALLET_FAILED', detail: {} } as const;
  assert.equal(offerViewOf(requestIn('draft', { error: failed }), [offer]).state, 'open');
});

test('what became of an offer is told for the request it was made for', () => {
  assert.deepEqual(offerViewOf(draft, [offer]), { state: 'open', last: offer });
  assert.deepEqual(offerViewOf(draft, [{ ...offer, requestId: 'another' }]), {
    state: 'open',
    last: null,
  });
  assert.deepEqual(offerViewOf(draft, [{ ...offer, wallet: 'another' }]), {
    state: 'open',
    last: null,
  });
});

test('a wallet that takes none is not offered any again, whatever the request', () => {
  const error = { code: 'WALLET_CANNOT', detail: {} } as const;
  const failed: OfferRecord = { ...offer, requestId: 'another', state: 'failed', error };
  assert.deepEqual(offerViewOf(draft, [failed]), { state: 'cannot' });
  const locked = { ...failed, error: { code: 'WALLET_LOCKED', detail: {} } as const };
  assert.equal(offerViewOf(draft, [locked]).state, 'open');
});
