// The test wallet's control page: its behaviour, one field each, saved at once. `forget` clears all it knows.
import { changeBehaviour, honest, lies, readBehaviour, type Behaviour } from './behaviour.ts';

const choices: Partial<Record<keyof Behaviour, readonly string[]>> = {
  decision: ['ask', 'approve', 'reject'],
  lie: lies,
  accounts: ['all', 'none', 'only-evm'],
};

function field(name: keyof Behaviour, now: Behaviour): HTMLElement {
  const options = choices[name];
  const value = now[name];
  const input = document.createElement(options === undefined ? 'input' : 'select');
  input.id = name;
  if (input instanceof HTMLSelectElement) {
    for (const option of options ?? []) input.add(new Option(option));
    input.value = String(value);
  } else {
    input.type = typeof value === 'boolean' ? 'checkbox' : 'number';
    if (typeof value === 'boolean') input.checked = value;
    else input.value = String(value);
  }
  input.addEventListener('change', () => {
    const isBox = input instanceof HTMLInputElement && input.type === 'checkbox';
    const changed = isBox
      ? input.checked
      : typeof value === 'number'
        ? Number(input.value)
        : input.value;
    void changeBehaviour({ [name]: changed });
  });
  const label = document.createElement('label');
  label.append(`${name} `, input);
  return label;
}

const now = await readBehaviour();
const isName = (name: string): name is keyof Behaviour => name in honest;
for (const name of Object.keys(honest).filter(isName)) {
  document.body.append(field(name, now), document.createElement('br'));
}
const forget = document.createElement('button');
forget.id = 'forget';
forget.textContent = 'Forget pages, requests and metadata';
forget.addEventListener(
  'click',
  () => void chrome.storage.local.clear().then(() => location.reload()),
);
document.body.append(forget);
document.body.dataset['ready'] = 'true';
