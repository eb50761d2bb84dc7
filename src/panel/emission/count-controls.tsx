// While the stake of validators is counted: the progress, and what stopped it.
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { loadErrorText } from './gone-block.ts';
import type { Stakes } from './use-stakes.ts';

export function CountControls({ stakes: { model, cancel } }: { stakes: Stakes }) {
  const reading = model.reading.value;
  switch (reading.state) {
    case 'reading':
      return (
        <div class="stack-s" role="status">
          <progress
            class="progress"
            max={reading.of}
            value={reading.done}
            aria-label={t('validatorStakeTitle')}
          />
          <span class="line apart">
            <span class="small soft">
              {t('validatorStakeProgress', { done: String(reading.done), of: String(reading.of) })}
            </span>
            <Button isSmall onPress={cancel}>
              {t('stopReading')}
            </Button>
          </span>
        </div>
      );
    case 'failed':
      return (
        <>
          <Banner tone="warning" isAlert>
            {loadErrorText(reading.error)}
          </Banner>
          <div>
            <Button isSmall onPress={() => void model.again()}>
              {t('askAgain')}
            </Button>
          </div>
        </>
      );
    case 'idle':
    case 'done':
      return null;
  }
}
