// Rules about an account that may be on a hardware device: said before its wallet opens, as the device's own refusal names
// no reason. Whether it is on one is a guess, so a yes goes on.
import type { DeviceFacts } from '../model/device.ts';
import type { Reading } from '../model/facts.ts';
import type { PlanSubject } from './plan-subject.ts';
import { needsYes, pass, rule, warn } from './rule.ts';

/**
 * Bytes that the app's buffer holds, and that of the smallest device, Nano S.
 * Source: Zondax/ledger-polkadot app/src/common/tx.c, FLASH_BUFFER_SIZE.
 */
const LARGEST = 16_384;
const LARGEST_ON_NANO_S = 8_192;

const UNREAD: Reading<never> = { known: false, reason: 'unreadable' };

const deviceOf = ({ facts }: PlanSubject): DeviceFacts | null => facts.device ?? null;

export const deviceHash = rule<'device-hash', PlanSubject, boolean>({
  id: 'device-hash',
  verdicts: ['pass', 'warn', 'unknown'],
  applies: (subject) => deviceOf(subject) !== null && subject.feeName !== null,
  needs: (subject) => deviceOf(subject)?.canHash ?? UNREAD,
  judge: ({ facts }, canHash) =>
    canHash
      ? pass()
      : needsYes('red', { spec: { unit: 'text', text: `${facts.runtime.specVersion}` } }),
  remedyKeys: { warn: 'remedyOtherThanDevice', unknown: 'remedyOtherThanDevice' },
});

export const deviceSize = rule<'device-size', PlanSubject, number>({
  id: 'device-size',
  verdicts: ['pass', 'warn', 'unknown'],
  // Without a hash no size would do.
  applies: (subject) => {
    const device = deviceOf(subject);
    const canHash = device?.canHash;
    return subject.feeName !== null && canHash !== undefined && (!canHash.known || canHash.value);
  },
  needs: (subject) => deviceOf(subject)?.bytes[subject.feeName ?? ''] ?? UNREAD,
  judge: (_subject, bytes) => {
    const limit = bytes > LARGEST ? LARGEST : LARGEST_ON_NANO_S;
    const values = {
      bytes: { unit: 'count', amount: bytes },
      limit: { unit: 'count', amount: limit },
    } as const;
    if (bytes > LARGEST) return needsYes('red', values);
    return bytes > LARGEST_ON_NANO_S ? warn('warning', values) : pass(values);
  },
  remedyKeys: { warn: 'remedyFewerAtOnce' },
});
