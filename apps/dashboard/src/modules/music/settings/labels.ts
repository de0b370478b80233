import { useTranslation } from 'react-i18next';
import type { Setting } from '../api.js';

/** Name of a setting in the reader's language; one that has none yet keeps its variable's name. */
export function useSettingLabel(): (env: string) => string {
  const { t, i18n } = useTranslation('music');
  return (env) => (i18n.exists(`music:setting.${env}`) ? t(`setting.${env}` as 'setting.SUBSONIC_URL') : env);
}

/** What may be written into a setting's field. */
export function useSettingHint(): (setting: Setting) => string | undefined {
  const { t } = useTranslation('music');
  return ({ kind, min, max, requiresRestart, env }) => {
    const parts = [
      kind === 'list' ? t('hint.list') : undefined,
      kind === 'number' && min !== undefined && max !== undefined ? t('hint.range', { min, max }) : undefined,
      ZERO_IS_OFF.has(env) ? t('hint.zero') : undefined,
      requiresRestart ? t('hint.restart') : undefined,
    ].filter((part) => part !== undefined);
    return parts.length === 0 ? undefined : parts.join(' ');
  };
}

/** Settings whose 0 means "no limit" or "at once" (music-proxy spec §1.3). */
const ZERO_IS_OFF = new Set(['CACHE_MAX_GB', 'KEEP_AFTER_SECONDS', 'MUSIC_USER_QUOTA_MB', 'MUSIC_USER_DOWNLOADS_PER_HOUR']);
