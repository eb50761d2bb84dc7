// What the clipboard held, where it looks like an address: anything else on it is nobody's business, and is not kept. Pure.

/** SS58 in any format, or hex, which has an error of its own. */
const addressLike = /^(?:[1-9A-HJ-NP-Za-km-z]{40,60}|0x[\dA-Fa-f]{40,64})$/;

export function pastedAddress(clipboard: string): string | null {
  const text = clipboard.trim();
  return addressLike.test(text) ? text : null;
}
