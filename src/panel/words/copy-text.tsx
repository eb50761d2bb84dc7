// A text to be copied whole, with its button: an address, a hash, shortened in its middle, or a command.
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Button, IconButton } from '../ui/button.tsx';

/** Copies; true from then on. A browser that refuses leaves it as it is. */
function useCopied(text: string): [boolean, () => void] {
  const { browser } = usePanel().deps;
  const [copied, setCopied] = useState<string | null>(null);
  const copy = () =>
    void browser.copy(text).then(
      () => setCopied(text),
      () => undefined,
    );
  return [copied === text, copy];
}

/** Says in its own place that it has copied. */
export function CopyAddress({ address }: { address: string }) {
  const [isCopied, copy] = useCopied(address);
  return (
    <IconButton
      icon={isCopied ? 'check' : 'copy'}
      label={t(isCopied ? 'copied' : 'copyAddress')}
      onPress={copy}
    />
  );
}

/** Both ends are what people compare. */
const ENDS = 8;

export function CopyHash({ hash }: { hash: string }) {
  const [isCopied, copy] = useCopied(hash);
  const isLong = hash.length > 2 * ENDS + 3;
  return (
    <span class="copy-hash">
      <span class="quiet address" title={hash}>
        {isLong ? `${hash.slice(0, ENDS + 2)}…${hash.slice(-ENDS)}` : hash}
      </span>
      <IconButton
        icon={isCopied ? 'check' : 'copy'}
        label={t(isCopied ? 'copied' : 'copyHash')}
        onPress={copy}
      />
    </span>
  );
}

export function CopyCommand({ command }: { command: string }) {
  const [isCopied, copy] = useCopied(command);
  return (
    <div class="copy-command">
      <code class="address">
        {/* No line ends within a word. */}
        {command.split(' ').map((word, index) => (
          <Fragment key={index}>
            {index > 0 && ' '}
            <span class="copy-word">{word}</span>
          </Fragment>
        ))}
      </code>
      <Button isSmall icon={isCopied ? 'check' : 'copy'} onPress={copy}>
        <span aria-live="polite">{t(isCopied ? 'copied' : 'copyCommand')}</span>
      </Button>
    </div>
  );
}
