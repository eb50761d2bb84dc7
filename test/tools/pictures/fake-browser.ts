// The few browser calls that the panel makes, for a page that is no extension.
import { answerMessage, type Behaviour, createFakeBackground } from './fake-background.ts';
import { fillMessage, type Message } from './fill-message.ts';
import type { Stored } from './stored.ts';

type Messages = Readonly<Record<string, Message>>;

type Page = { url: string | undefined };

export function installFakeBrowser(
  messages: Messages,
  scene: Stored,
  behaviour: Behaviour,
  page: Page,
  { direction, say }: { direction: 'ltr' | 'rtl'; say: (text: string) => string },
): void {
  const handlers = createFakeBackground(scene, behaviour);
  const listeners = { addListener: () => undefined, removeListener: () => undefined };
  const fake = {
    runtime: {
      id: 'taubar-harness',
      getURL: (path: string) => `/${path}`,
      getManifest: () => ({ version: '0.1.0' }),
      sendMessage: (message: unknown) => answerMessage(handlers, behaviour, message),
      connect: () => ({
        onDisconnect: listeners,
        onMessage: listeners,
        disconnect: () => undefined,
      }),
      onMessage: listeners,
    },
    i18n: {
      getUILanguage: () => 'en',
      getMessage(key: string): string {
        if (key === '@@ui_locale') return 'en';
        if (key === '@@bidi_dir') return direction;
        const entry = messages[key];
        return entry ? say(fillMessage(entry)) : '';
      },
    },
    windows: { getCurrent: () => Promise.resolve({ id: 1 }) },
    tabs: {
      query: () => Promise.resolve([{ id: 5, url: page.url }]),
      create: () => Promise.resolve({}),
    },
    permissions: {
      request: () => Promise.resolve(true),
      contains: () => Promise.resolve(false),
    },
    storage: { local: {} },
  };
  // The page's shell has put an empty one there, which the imports hold by now.
  if ('browser' in globalThis) Object.assign(Object(globalThis.browser), fake);
}
