import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The library's own songs have a word of ours, a provider its name. */
export function useSourceName(): (source: string) => string {
  const { t } = useTranslation('music');
  return (source) => (source === 'library' ? t('source.library') : source);
}

/** Where a song comes from. */
export function SourceBadge({ source }: { source: string }) {
  const name = useSourceName();
  return (
    <Badge variant="light" color={source === 'library' ? 'felt' : 'blue'} tt="none" style={{ flex: 'none' }}>
      <span translate="no">{name(source)}</span>
    </Badge>
  );
}
