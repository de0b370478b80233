import { pendingSettings, settingNames } from '@rumpus/config';
import { expect, it } from 'vitest';

type Unread = { unreadSettings(settings: typeof settingNames): string[] };

it('settings that nothing reads are marked as pending, and only those (npm run config:docs sets the marks)', async () => {
  const { unreadSettings } = (await import(new URL('../../scripts/lib/unread-settings.mjs', import.meta.url).href)) as Unread;
  expect([...pendingSettings]).toEqual(unreadSettings(settingNames));
});
