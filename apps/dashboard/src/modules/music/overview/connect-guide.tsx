import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyValue } from '../../../components/copy.js';
import { Panel } from '../../../components/page.js';

/** What to type into a music player. */
export function ConnectGuide() {
  const { t } = useTranslation('music');
  const address = `${window.location.origin}/music`;
  return (
    <Panel title={t('connect.title')}>
      <Text size="sm" pb="xs">
        {t('connect.lead')}
      </Text>
      <CopyValue value={address} name={t('connect.address')} />
      <List size="sm" mt="sm" spacing={4} c="dimmed">
        <List.Item>{t('connect.account')}</List.Item>
        <List.Item>{t('connect.port')}</List.Item>
      </List>
    </Panel>
  );
}
