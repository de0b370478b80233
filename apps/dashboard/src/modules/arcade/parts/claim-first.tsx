import { Button } from '@mantine/core';
import { IconCards } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../../components/states.js';

/** What stands where a player's own things would be, before the account has a card. */
export function ClaimFirst() {
  const { t } = useTranslation('arcade');
  return (
    <Empty
      icon={IconCards}
      title={t('claim.firstTitle')}
      action={
        <Button component={Link} to="/arcade/me">
          {t('claim.go')}
        </Button>
      }
    >
      {t('claim.firstText')}
    </Empty>
  );
}
