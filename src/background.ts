// The background's entry: registers every listener synchronously, builds the parts, serves the protocol.
// No logic: a worker that was just started must have all its listeners before it awaits anything.
import { browser } from './browser.ts';
import { serve } from './protocol.ts';
import { reportBackgroundError } from './service/create-reading.ts';
import { createService } from './service/create-service.ts';
import { bodyParsers } from './service/parse-messages.ts';

const service = createService();

serve(service.handlers, bodyParsers, Promise.resolve());
browser.runtime.onConnect.addListener((port) => service.portOpened(port));
browser.tabs.onRemoved.addListener((tabId) => {
  service.tabClosed(tabId).catch(reportBackgroundError);
});
browser.tabs.onUpdated.addListener((tabId) => {
  service.tabChanged(tabId).catch(reportBackgroundError);
});
// Being started is enough: what was under way is taken up again, and the button shows it.
browser.runtime.onStartup.addListener(() => undefined);
browser.permissions.onAdded.addListener(() => {
  service.permissionAdded().catch(reportBackgroundError);
});
browser.alarms.onAlarm.addListener(() => {
  service.alarmRang().catch(reportBackgroundError);
});
