import { Button, Group, SegmentedControl, Select, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../../i18n/index.js';
import { LANGUAGES } from '../../i18n/languages.js';
import { SCHEMES } from '../../shell/color-scheme.js';
import { Step } from './step.js';

const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;

function SchemeLabel({ scheme }: { scheme: MantineColorScheme }) {
  const { t } = useTranslation();
  const Glyph = icons[scheme];
  return (
    <Group gap={8} justify="center" wrap="nowrap" py={6}>
      <Glyph size={18} stroke={1.6} aria-hidden />
      {t(`scheme.${scheme}`)}
    </Group>
  );
}

/** Language before anything else, then light or dark; both take effect at once. */
export function LookStep({ onNext }: { onNext: () => void }) {
  const { t, i18n } = useTranslation(['setup', 'common']);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  /** Going on confirms what is shown: the account to be made gets it as chosen. */
  const confirm = (): void => {
    void changeLanguage(i18n.language);
    setColorScheme(colorScheme);
    onNext();
  };
  return (
    <Step title={t('look.title')} text={t('look.text')}>
      <Select
        label={t('look.language')}
        size="md"
        allowDeselect={false}
        data={LANGUAGES.map((language) => ({ value: language.code, label: language.name }))}
        value={i18n.language}
        onChange={(code) => code !== null && void changeLanguage(code)}
        translate="no"
      />
      <div>
        <Text size="sm" fw={500} mb={4} id="setup-scheme">
          {t('look.scheme')}
        </Text>
        <SegmentedControl fullWidth aria-labelledby="setup-scheme" value={colorScheme} onChange={setColorScheme} data={SCHEMES.map((scheme) => ({ value: scheme, label: <SchemeLabel scheme={scheme} /> }))} />
      </div>
      <Button size="md" onClick={confirm}>
        {t('continue')}
      </Button>
    </Step>
  );
}
