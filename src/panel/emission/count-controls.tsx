// While the stake of validators is counted: the progress, and what stopped it.
import { t } from '../core/text.ts';
import type { ValidatorStakesModel } from '../subnets/validator-stakes-model.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { errorText } from '../words/error-text.ts';

type Props = { model: ValidatorStakesModel; onAgain: () => void };

export function CountControls({ model, onAgain }: Props) {
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
            <Button isSmall onPress={model.stop}>
              {t('stopReading')}
            </Button>
          </span>
        </div>
      );
    case 'failed':
      return (
        <>
          <Banner tone="warning" isAlert>
            {errorText(reading.error)}
          </Banner>
          <div>
            <Button isSmall onPress={onAgain}>
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
