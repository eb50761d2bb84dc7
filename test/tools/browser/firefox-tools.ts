// What is run inside Firefox's own window, as text: it is Firefox's code to Firefox, and none of it is ours to bundle.
// Each tool is a function whose arguments and answer are JSON.

/** Every <browser> of every window: tabs, popups, and the sidebar, whose page lies in a page of its own. */
const viewsText = `(prefix, part) => {
  const found = [];
  const look = (doc) => {
    for (const each of doc.querySelectorAll('browser')) {
      const address = each.currentURI?.spec ?? '';
      // A popup is loaded before its panel opens, and moves into it then.
      const isShown = (each.closest('panel')?.state ?? 'open') === 'open';
      if (isShown && address.startsWith(prefix) && address.includes(part)) found.push(each);
      if (!each.isRemoteBrowser && each.contentDocument) look(each.contentDocument);
    }
  };
  for (const win of Services.wm.getEnumerator('navigator:browser')) look(win.document);
  return found;
}`;

/** Runs in the page's process with the browser's rights: expressions as the page's own, clicks as the system's. */
const inPageText = `
addMessageListener('taubar:do', async ({ data: { id, order } }) => {
  const answer = async () => {
    if (order.evaluate !== undefined) {
      const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
      return Cu.evalInSandbox(order.evaluate, sandbox);
    }
    const mouse = (element) => {
      element.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = element.getBoundingClientRect();
      const at = [left + width / 2, top + height / 2];
      content.synthesizeMouseEvent('mousemove', ...at, { button: 0, clickCount: 0, buttons: 0 });
      content.synthesizeMouseEvent('mousedown', ...at, { button: 0, clickCount: 1, buttons: 1 });
      content.synthesizeMouseEvent('mouseup', ...at, { button: 0, clickCount: 1, buttons: 0 });
    };
    if (order.click !== undefined) {
      const element = content.document.querySelector(order.click);
      if (element === null) throw new Error('nothing is ' + order.click);
      return mouse(element);
    }
    const inputs = [...content.document.querySelectorAll('input, textarea')];
    const isNamed = (input) =>
      (input.ariaLabel ?? input.labels?.[0]?.textContent ?? '').trim() === order.fill;
    const field = inputs.find(isNamed);
    if (field === undefined) return false;
    mouse(field);
    field.focus();
    field.select();
    return content.document.execCommand('insertText', false, order.text);
  };
  let reply;
  try {
    const value = await answer();
    reply = { value: value === undefined ? null : Cu.cloneInto(value, {}) };
  } catch (error) {
    reply = { error: String(error) };
  }
  sendAsyncMessage('taubar:done', { id, reply });
});`;

const buttonText = `(geckoId) => {
  const policy = WebExtensionPolicy.getByID(geckoId);
  const widget = policy.extension.id.toLowerCase().replace(/[^a-z0-9_-]/g, '_');
  return { widget: widget + '-browser-action', button: document.getElementById(widget + '-BAP') };
}`;

export const chromeTools = {
  countViews: `(prefix, part) => (${viewsText})(prefix, part).length`,

  /** Answers { value }, { error }, or { isGone } for a page that is closed or closes meanwhile. */
  inView: `async (prefix, part, order) => {
    const found = (${viewsText})(prefix, part)[0];
    if (found === undefined) return { isGone: true };
    const channel = found.messageManager;
    window.taubarHeard ??= new WeakSet();
    if (!window.taubarHeard.has(channel)) {
      window.taubarHeard.add(channel);
      channel.loadFrameScript('data:application/javascript;charset=utf-8,' + encodeURIComponent(${JSON.stringify(inPageText)}), false);
    }
    const id = Services.uuid.generateUUID().toString();
    let timer;
    let hear;
    try {
      return await new Promise((resolve) => {
        hear = ({ data }) => data.id === id && resolve(data.reply);
        channel.addMessageListener('taubar:done', hear);
        channel.sendAsyncMessage('taubar:do', { id, order });
        timer = setInterval(() => {
          if (!found.isConnected || found.messageManager !== channel) resolve({ isGone: true });
        }, 100);
      });
    } finally {
      clearInterval(timer);
      try {
        channel.removeMessageListener('taubar:done', hear);
      } catch {
        // It went with its page.
      }
    }
  }`,

  openTab: `(address) => {
    gBrowser.addTab(address, {
      inBackground: true,
      triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal(),
    });
  }`,

  closeViews: `(prefix, part) => {
    for (const each of (${viewsText})(prefix, part)) {
      const win = each.ownerDocument.defaultView;
      const tab = win.gBrowser?.getTabForBrowser(each);
      if (tab) win.gBrowser.removeTab(tab);
      else if (each.closest('panel')) each.closest('panel').hidePopup();
      else SidebarController.hide();
    }
  }`,

  clickButton: `async (geckoId) => {
    const { widget, button: before } = (${buttonText})(geckoId);
    if (before === null || before.closest('#nav-bar') === null) {
      const { CustomizableUI } = ChromeUtils.importESModule(
        'moz-src:///browser/components/customizableui/CustomizableUI.sys.mjs',
      );
      CustomizableUI.addWidgetToArea(widget, 'nav-bar');
    }
    const { button } = (${buttonText})(geckoId);
    const { left, top, width, height } = button?.getBoundingClientRect() ?? { width: 0 };
    if (width === 0) return false;
    const at = [left + width / 2, top + height / 2];
    window.synthesizeMouseEvent('mousedown', ...at, { button: 0, clickCount: 1, buttons: 1 });
    window.synthesizeMouseEvent('mouseup', ...at, { button: 0, clickCount: 1, buttons: 0 });
    return true;
  }`,

  answerPrompt: `(isAllowed) => {
    const prompt = document.querySelector('#addon-webext-permissions-notification');
    const isShown = prompt?.closest('panel')?.state === 'open';
    if (isShown) (isAllowed ? prompt.button : prompt.secondaryButton).click();
    return isShown;
  }`,

  /** The lines of the notification that is shown; null: none. */
  notice: `() => {
    const { document } = Services.wm.getMostRecentWindow('alert:alert') ?? {};
    // A window that is just being loaded has neither.
    const label = (part) => document?.getElementById('alert' + part + 'Label');
    const lines = [label('Title')?.value, label('Text')?.textContent].filter(Boolean);
    return lines.length > 0 ? lines : null;
  }`,

  clickNotice: `() => {
    Services.wm.getMostRecentWindow('alert:alert').document.getElementById('alertTextLabel').click();
  }`,

  /** A picture, PNG in base64, of such a page; without one of the notification. */
  picture: `async (prefix, part) => {
    const { browsingContext } = prefix === null
      ? Services.wm.getMostRecentWindow('alert:alert')
      : (${viewsText})(prefix, part)[0];
    const image = await browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white');
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    const bytes = await (await canvas.convertToBlob()).bytes();
    return bytes.toBase64();
  }`,

  backgroundState: `(geckoId) => WebExtensionPolicy.getByID(geckoId).extension.backgroundState`,

  stopBackground: `async (geckoId) => {
    const { extension } = WebExtensionPolicy.getByID(geckoId);
    if (extension.backgroundState === 'running') {
      await extension.terminateBackground({ disableResetIdleForTest: true });
    }
  }`,
} as const;
