import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { schemaQuery } from './api.js';

/** All settings, explained in the reader's language as far as the server speaks it. */
export function useSchema() {
  const { i18n } = useTranslation();
  return useQuery(schemaQuery(i18n.language.startsWith('de') ? 'de' : 'en'));
}
