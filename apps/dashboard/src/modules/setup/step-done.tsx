import { Button, Stack, Text } from '@mantine/core';
import { IconConfetti, IconRadar } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CopyValue } from '../../components/copy.js';
import { Step } from './step.js';

/** The addresses to type into other programs, and the two ways on. */
export function DoneStep() {
  const { t } = useTranslation('setup');
  const { origin } = window.location;
  const addresses = [
    ['done.library', origin],
    ['done.docs', `${origin}/api/docs`],
  ] as const;
  return (
    <Step title={t('done.title')} text={t('done.text')}>
      <Stack gap="xs">
        {addresses.map(([key, address]) => (
          <div key={key}>
            <Text size="sm" fw={600}>
              {t(key)}
            </Text>
            <CopyValue value={address} name={t(key)} />
          </div>
        ))}
      </Stack>
      <Button size="md" component={Link} to="/scan" leftSection={<IconRadar size={20} aria-hidden />}>
        {t('done.scan')}
      </Button>
      <Button size="md" component={Link} to="/" variant="default" leftSection={<IconConfetti size={20} aria-hidden />}>
        {t('done.home')}
      </Button>
    </Step>
  );
}
