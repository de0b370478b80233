import { useTranslation } from 'react-i18next';
import type { ServerSummary } from '../api/types.js';

/** How a process ended, in words: by a signal, or with an exit code. */
export function useEnd(): (exit: Pick<NonNullable<ServerSummary['last_exit']>, 'code' | 'signal'> | null) => string {
  const { t } = useTranslation('servers');
  return (exit) => {
    if (exit?.signal != null) return t('end.signal', { cause: exit.signal });
    return exit?.code == null ? t('end.unknown') : t('end.code', { cause: exit.code });
  };
}
