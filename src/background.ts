// The background's entry: registers every listener synchronously, builds the parts, serves the protocol.
// A worker that was just started must have all its listeners before it awaits anything.
import { browser } from './browser.ts';
import { serve } from './protocol.ts';
import { composeBackground } from './service/composition.ts';
import { bodyParsers } from './service/parse-messages.ts';
import { reportBackgroundError } from './service/report-background-error.ts';

const { handlers, lifecycle } = composeBackground();

serve(handlers, bodyParsers, Promise.resolve());
browser.runtime.onConnect.addListener((port) => lifecycle.portOpened(port));
// There is no tabs.onUpdated: any page could fire it by changing its title, and so keep the worker awake for ever. That a
// page was left is told by the content script in it.
browser.tabs.onRemoved.addListener((tabId) => {
  lifecycle.tabClosed(tabId).catch(reportBackgroundError);
});
// Starting the worker is enough: it takes up what was under way, and the toolbar button shows it.
browser.runtime.onStartup.addListener(() => undefined);
browser.permissions.onAdded.addListener(() => {
  lifecycle.permissionAdded().catch(reportBackgroundError);
});
browser.alarms.onAlarm.addListener(({ name }) => {
  lifecycle.alarmRang(name).catch(reportBackgroundError);
});
