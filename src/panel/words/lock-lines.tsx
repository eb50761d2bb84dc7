// How much of my stake in one subnet is locked, to which validator, and how it unlocks.
import type { HeldLock } from '../../model/facts.ts';
import type { Netuid } from '../../units.ts';
import { lockCourse } from '../../emission/lock-course.ts';
import { blocksLastText } from './format.ts';
import { t } from '../core/text.ts';
import { Alpha } from './amount.tsx';
import { Icon } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RichText } from '../ui/rich-text.tsx';

export function courseText(lock: HeldLock): string {
  const course = lockCourse(lock);
  switch (course.kind) {
    case 'stays':
      return t('lockStays');
    case 'decays':
      return t('lockDecays', { duration: blocksLastText(course.halfLifeBlocks) });
    case 'unknown':
      return t('lockCourseUnknown');
  }
}

export function LockLines({ netuid }: { netuid: Netuid }) {
  const { store, portfolio, names } = usePanel();
  const mine = new Set<string>(portfolio.coldkeys.value);
  const read = store.snapshot.value?.snapshot.locks;
  // What is available says that it could not be read where locks could not.
  const locks = (read?.known === true ? read.value : []).filter(
    (lock) => lock.netuid === netuid && mine.has(lock.coldkey) && lock.locked > 0n,
  );
  if (locks.length === 0) return null;
  return (
    <ul class="stack-s">
      {locks.map((lock) => (
        <li key={lock.coldkey} class="lock-line small">
          <Icon name="lock" small />
          <span>
            <RichText
              text={lock.hotkey === null ? 'lockOf' : 'lockOfTo'}
              with={{
                locked: (
                  <span class="strong">
                    <Alpha alpha={lock.locked} netuid={netuid} />
                  </span>
                ),
                account: names.coldkey(lock.coldkey),
                validator: lock.hotkey === null ? null : names.hotkey(lock.hotkey),
              }}
            />
          </span>
          <span class="soft">{courseText(lock)}</span>
        </li>
      ))}
    </ul>
  );
}
