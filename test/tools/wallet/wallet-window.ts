// The window in which a person decides about one request: #approve, #reject, #account-0…, #call, #origin.
import { decide } from './decide.ts';
import { describeCall } from './sign-payload.ts';
import { walletAccounts } from './wallet-keys.ts';
import { openRequests, type WalletRequest } from './wallet-request.ts';

function add(tag: string, id: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.id = id;
  element.textContent = text;
  document.body.append(element);
  return element;
}

async function showAccounts(): Promise<void> {
  const accounts = await walletAccounts();
  for (const [i, { name, type, pair }] of accounts.entries()) {
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.id = `account-${i}`;
    box.value = pair.address;
    box.checked = true;
    label.append(box, ` ${name} (${type}) ${pair.address.slice(0, 8)}…`);
    document.body.append(label, document.createElement('br'));
  }
}

const checkedAddresses = (): string[] =>
  Array.from(document.querySelectorAll<HTMLInputElement>('input:checked'), ({ value }) => value);

async function show(request: WalletRequest): Promise<void> {
  const { ask, origin } = request;
  add('h1', 'title', 'Test wallet');
  add('p', 'origin', origin);
  add('p', 'kind', ask.kind);
  if (ask.kind === 'enable') {
    add('p', 'app', `${ask.appName} wants to see accounts:`);
    await showAccounts();
  }
  if (ask.kind === 'sign-payload') {
    add('p', 'address', ask.payload.address);
    add('pre', 'call', await describeCall(ask.payload));
    add('p', 'nonce', `nonce ${Number(ask.payload.nonce)}`);
  }
  if (ask.kind === 'sign-raw') {
    add('p', 'address', ask.raw.address);
    add('pre', 'call', ask.raw.data);
  }
  if (ask.kind === 'provide-metadata') {
    add('p', 'chain', `${ask.definition.chain} ${ask.definition.specVersion}`);
  }
  const finish = (isApproved: boolean) => async (): Promise<void> => {
    const addresses = ask.kind === 'enable' ? checkedAddresses() : null;
    await decide(request, { isApproved, addresses });
    window.close();
  };
  add('button', 'approve', 'Approve').addEventListener('click', () => void finish(true)());
  add('button', 'reject', 'Reject').addEventListener('click', () => void finish(false)());
  document.body.dataset['ready'] = 'true';
}

const id = new URLSearchParams(location.search).get('id');
const wanted = (await openRequests()).find((request) => request.id === id);
if (wanted === undefined) add('p', 'gone', 'This request is over.');
else await show(wanted);
