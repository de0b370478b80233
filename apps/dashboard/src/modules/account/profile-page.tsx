import { Select, SegmentedControl, SimpleGrid, Stack, Switch, Text, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/page.js';
import { changeLanguage } from '../../i18n/index.js';
import { LANGUAGES } from '../../i18n/languages.js';
import { highContrast, SCHEMES, setHighContrast } from '../../shell/color-scheme.js';
import { AccountPage } from './account-page.js';
import { PasswordPanel } from './password-panel.js';

/** Language and look, and the password: what a person decides for himself. */
export function ProfilePage() {
  const { t } = useTranslation(['account', 'common']);
  return (
    <AccountPage title={t('nav.profile')}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <LookPanel />
        <PasswordPanel />
      </SimpleGrid>
    </AccountPage>
  );
}

function LookPanel() {
  const { t, i18n } = useTranslation(['account', 'common']);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [contrast, setContrast] = useState(highContrast);
  return (
    <Panel title={t('look.title')}>
      <Stack>
        <Select
          label={t('look.language')}
          allowDeselect={false}
          data={LANGUAGES.map((language) => ({ value: language.code, label: language.name }))}
          value={i18n.language}
          onChange={(code) => code !== null && void changeLanguage(code)}
          translate="no"
        />
        <div>
          <Text size="sm" fw={500} mb={4} id="look-scheme">
            {t('look.scheme')}
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby="look-scheme"
            value={colorScheme}
            onChange={setColorScheme}
            data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`common:scheme.${scheme}`) }))}
          />
        </div>
        <Switch
          label={t('look.contrast')}
          description={t('look.contrastHint')}
          checked={contrast}
          onChange={(event) => {
            setContrast(event.currentTarget.checked);
            setHighContrast(event.currentTarget.checked);
          }}
        />
      </Stack>
    </Panel>
  );
}
