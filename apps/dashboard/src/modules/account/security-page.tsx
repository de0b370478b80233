import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AccountPage } from './account-page.js';
import { AppPasswordsPanel } from './app-passwords-panel.js';
import { DevicesPanel } from './devices-panel.js';
import { SecondFactorPanel } from './second-factor-panel.js';
import { SessionsPanel } from './sessions-panel.js';

/** Second factor, passwords for single devices, sessions. */
export function SecurityPage() {
  const { t } = useTranslation('account');
  return (
    <AccountPage title={t('nav.security')}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Stack gap="lg">
          <SecondFactorPanel />
          <AppPasswordsPanel />
        </Stack>
        <Stack gap="lg">
          <SessionsPanel />
          <DevicesPanel />
        </Stack>
      </SimpleGrid>
    </AccountPage>
  );
}
