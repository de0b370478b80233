import { Button, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyValue } from '../../components/copy.js';

/** A token's secret, shown this once. */
export function SecretModal({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  const { t } = useTranslation(['account', 'common']);
  return (
    <Modal opened={secret !== null} onClose={onClose} closeOnClickOutside={false} title={t('token.secretTitle')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <Stack>
        <Text>{t('token.secretText')}</Text>
        {secret !== null && <CopyValue value={secret} name={t('token.secretName')} />}
        <Button onClick={onClose}>{t('common:action.close')}</Button>
      </Stack>
    </Modal>
  );
}
