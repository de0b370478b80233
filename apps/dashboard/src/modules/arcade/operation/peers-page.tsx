import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ClientsPanel } from './clients-panel.js';
import { OperationPage } from './operation-page.js';
import { ServersPanel } from './servers-panel.js';

/** Other networks: whom we ask, and who may ask us. */
export function PeersPage() {
  const { t } = useTranslation('arcade');
  return (
    <OperationPage tab="peers" lead={t('peers.lead')}>
      <Stack gap="lg">
        <ServersPanel />
        <ClientsPanel />
      </Stack>
    </OperationPage>
  );
}
