import { Alert } from '@mantine/core';
import { IconServerOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ServerSummary } from '../api/types.js';

/** Says where files are fetched and brought when they lie on the host of another manager; nothing when they are here. */
export function Elsewhere({ server: { host_here: here, host_name: name } }: { server: Pick<ServerSummary, 'host_here' | 'host_name'> }) {
  const { t } = useTranslation('servers');
  if (here) return null;
  return (
    <Alert color="gray" variant="light" icon={<IconServerOff size={20} aria-hidden />}>
      {t('elsewhere.files', { host: name })}
    </Alert>
  );
}
