// The background's entry: registers every listener synchronously, builds the parts, serves the protocol.
// A worker that was just started must have all its listeners before it awaits anything.
import { browser } from './browser.ts';
import { serve } from './protocol.ts';
import { composeBackground } from './service/composition.ts';
import { bodyParsers } from './service/parse-messages.ts';
import { reportBackgroundError } from './service/report-background-error.ts';
import { listenToNotices } from './service/notify-alerts.ts';

const { handlers, lifecycle } = composeBackground();

serve(handlers, bodyParsers, Promise.resolve());
browser.runtime.onConnect.addListener((port) => lifecycle.portOpened(port));
// There is no tabs.onUpdated: any page could fire it by changing its title, and so keep the worker awake for ever. That a
// page was left is told by the content script in it.
browser.tabs.onRemoved.addListener((tabId) => {
  lifecycle.tabClosed(tabId).catch(reportBackgroundError);
});
// Starting the worker is enough for what was under way, and for the toolbar button; alerts are looked after at once.
browser.runtime.onStartup.addListener(() => {
  lifecycle.browserStarted().catch(reportBackgroundError);
});
listenToNotices(reportBackgroundError);
browser.permissions.onAdded.addListener(() => {
  listenToNotices(reportBackgroundError);
  lifecycle.permissionAdded().catch(reportBackgroundError);
});
browser.alarms.onAlarm.addListener(({ name }) => {
  lifecycle.alarmRang(name).catch(reportBackgroundError);
});
