// Isolated half of the test wallet in every page: carries asks to its worker and waits in storage for replies.
import { replyKey, type WalletAsk } from './wallet-request.ts';

chrome.storage.onChanged.addListener((changes) => {
  for (const [key, { newValue }] of Object.entries(changes)) {
    if (!key.startsWith('reply:') || newValue === undefined) continue;
    const id = key.slice(replyKey('').length);
    window.postMessage({ from: 'test-wallet', id, reply: newValue }, window.location.origin);
  }
});

window.addEventListener(
  'message',
  (event: MessageEvent<{ to?: string; id: string; ask: WalletAsk }>) => {
    if (event.source !== window || event.data?.to !== 'test-wallet') return;
    const { id, ask } = event.data;
    void chrome.runtime.sendMessage({ id, ask });
  },
);
