// Stands in for webextension-polyfill in node: one mutable object, whose parts a test may replace.
import { readFileSync } from 'node:fs';

type Placeholders = Readonly<Record<string, { content: string }>>;

let messages: Readonly<Record<string, { placeholders?: Placeholders }>> | null = null;

function placeholdersOf(key: string): Placeholders {
  messages ??= JSON.parse(readFileSync('assets/_locales/en/messages.json', 'utf8'));
  return messages?.[key]?.placeholders ?? {};
}

type Listener = (message: unknown, sender: object, reply: (told: unknown) => void) => unknown;

export const messageListeners: Listener[] = [];

const browser = {
  runtime: {
    id: 'taubar-test',
    getURL: (path: string): string => `chrome-extension://taubar-test/${path}`,
    onMessage: {
      addListener: (listener: Listener): void => {
        messageListeners.push(listener);
      },
    },
    /** Delivers to the listeners as one of our own pages would. */
    sendMessage: async (message: unknown): Promise<unknown> => {
      const sender = { id: 'taubar-test', url: 'chrome-extension://taubar-test/panel.html' };
      for (const listener of messageListeners) {
        let isTold = false;
        const told = new Promise((resolve) => {
          const reply = (value: unknown): void => {
            isTold = true;
            resolve(value);
          };
          if (listener(structuredClone(message), sender, reply) === true) isTold = true;
        });
        if (isTold) return told;
      }
      throw new Error('Could not establish connection. Receiving end does not exist.');
    },
  },
  i18n: {
    getUILanguage: (): string => 'en',
    /** The key and the places of its figures, which the caller fills. */
    getMessage: (key: string): string =>
      [key, ...Object.values(placeholdersOf(key)).map(({ content }) => content)].join(' '),
  },
};

export default browser;
