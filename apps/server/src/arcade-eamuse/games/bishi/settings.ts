import { encodeText } from '@rumpus/eamuse-protocol';

import type { GameSetting } from '../../dispatch/game.js';
import type { Doc } from '../../store/document.js';

export const bishiSettings: readonly GameSetting[] = [
  { key: 'force_unlock_characters', kind: 'bool', default: false, name: 'Force Unlock All Characters', tip: 'Force unlock all characters on the select screen.' },
  { key: 'force_unlock_eamuse_characters', kind: 'bool', default: false, name: 'Unlock Non-Gacha Characters', tip: 'Unlock characters that need another game to be played.' },
  { key: 'enable_dlc_levels', kind: 'bool', default: false, name: 'Enable DLC Levels', tip: 'Enable extra DLC levels on newer cabinets.' },
  { key: 'big_announcement', kind: 'str', default: '', name: 'Scrolling Announcement', tip: 'An announcement that scrolls by in attract mode.' },
  { key: 'bb_announcement', kind: 'longstr', default: '', name: 'Bulletin Board Announcement', tip: 'An announcement on a bulletin board in attract mode.' },
];

/** Escapes a key or value; the order matters (bishi spec 4.2). */
const escape = (text: string): string =>
  text.replaceAll('#', '##').replaceAll(/\r\n|\r|\n/g, '#n').replaceAll(' ', '#s').replaceAll(',', '#,').replaceAll('=', '#=').replaceAll(';', '#;');

/** The settings text of `system.getmaster`, in Shift-JIS: what has no code there becomes a question mark, so that the call never fails. */
export function settingsText(settings: Doc): Buffer {
  const entries: [string, string][] = [
    ['MAL', settings.bool('enable_dlc_levels') ? '1' : ''],
    ['ALL', settings.bool('force_unlock_eamuse_characters') ? '1' : ''],
    ['CM', settings.str('big_announcement')],
    ['IM', settings.str('bb_announcement')],
  ];
  return encodeText(entries.filter(([, value]) => value !== '').map(([key, value]) => `${key}=${escape(value)}`).join(';'), 'shift-jis');
}
