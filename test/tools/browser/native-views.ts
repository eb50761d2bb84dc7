// What Chromium draws itself, outside of any page: its prompt for a permission and its notifications, read and clicked as a
// person does. Its own inspector of such views serves, which only these flags switch on.
import { createServer } from 'node:net';
import { WebSocket } from 'ws';
import { until } from './launch-browser.ts';

export type NativeViews = {
  /** What the browser asks about an extension's permission, answered. */
  answerPrompt(isAllowed: boolean): Promise<void>;
  /** The lines of the notification that is shown; null: none. */
  notice(): Promise<string[] | null>;
  clickNotice(): Promise<void>;
};

type ViewNode = { nodeId: number; attributes?: string[]; children?: ViewNode[] };

/** The browser ignores a click on a prompt that was just shown, and each one that follows soon after another. */
const PROTECTED_MS = 1_000;

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export const nativeFlags = (port: number): string[] => [
  `--enable-ui-devtools=${port}`,
  '--enable-features=ui-debug-tools-enable-synthetic-events',
];

const within = (node: ViewNode): ViewNode[] => [node, ...(node.children ?? []).flatMap(within)];
const isOf = ({ attributes = [] }: ViewNode, name: string): boolean => attributes.includes(name);

type Inspector = {
  /** Every view of that name, with all that lie in it. */
  views: (name: string) => Promise<ViewNode[]>;
  textOf: (view: ViewNode) => Promise<string>;
  click: (view: ViewNode) => Promise<void>;
};

async function inspect<T>(port: number, work: (inspector: Inspector) => Promise<T>): Promise<T> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/0`);
  const waiting = new Map<number, (reply: unknown) => void>();
  let count = 0;
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  socket.on('message', (data: Buffer) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the protocol says
    const { id, result, error } = JSON.parse(data.toString()) as Record<string, unknown>;
    waiting.get(Number(id))?.(error === undefined ? result : { error });
  });
  async function send<R>(method: string, params: object = {}): Promise<R> {
    count += 1;
    const id = count;
    const reply = new Promise((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the protocol says
    return (await reply) as R;
  }
  try {
    await send('DOM.enable');
    await send('CSS.enable');
    const { root } = await send<{ root: ViewNode }>('DOM.getDocument');
    return await work({
      views: async (name) => within(root).filter((view) => isOf(view, name)),
      async textOf({ nodeId }) {
        // Its texts are among its styles. What is gone meanwhile has none.
        const styles = JSON.stringify(await send('CSS.getMatchedStylesForNode', { nodeId }));
        return /"name":"Text","value":"([^"]*)"/.exec(styles)?.[1] ?? '';
      },
      async click({ nodeId }) {
        for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased']) {
          const button = type === 'mouseMoved' ? 'none' : 'left';
          const event = { type, x: 30, y: 15, button, wheelDirection: 'none' };
          await send('DOM.dispatchMouseEvent', { nodeId, event });
        }
      },
    });
  } finally {
    socket.close();
  }
}

/** `port`: the one that the browser was given by `nativeFlags`. */
export function nativeViewsAt(port: number): NativeViews {
  const [prompt, popup] = ['ExtensionInstallDialogView', 'NotificationView'];

  const isShown = (name: string): Promise<boolean> =>
    inspect(port, async ({ views }) => (await views(name)).length > 0);

  const pressInPrompt = (words: string): Promise<void> =>
    inspect(port, async ({ views, textOf, click }) => {
      const buttons = (await views(prompt))
        .flatMap(within)
        .filter((one) => isOf(one, 'MdTextButton'));
      for (const button of buttons) {
        if ((await textOf(button)) !== words) continue;
        await click(button);
        return;
      }
    });

  return {
    async answerPrompt(isAllowed) {
      await until(() => isShown(prompt), 'the prompt');
      const end = Date.now() + 30_000;
      while (await isShown(prompt)) {
        if (Date.now() > end) throw new Error('the prompt stays');
        await new Promise((resolve) => setTimeout(resolve, PROTECTED_MS));
        await pressInPrompt(isAllowed ? 'Allow' : 'Deny');
      }
    },
    notice: () =>
      inspect(port, async ({ views, textOf }) => {
        const [view] = await views(popup);
        if (view === undefined) return null;
        const lines: string[] = [];
        for (const label of within(view).filter((one) => isOf(one, 'Label')))
          lines.push(await textOf(label));
        return lines.filter((line) => line !== '');
      }),
    clickNotice: () =>
      inspect(port, async ({ views, click }) => {
        const [view] = await views(popup);
        if (view === undefined) throw new Error('no notification is shown');
        await click(view);
      }),
  };
}
