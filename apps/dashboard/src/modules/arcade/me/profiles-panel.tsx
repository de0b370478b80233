import { Anchor, Button, Stack, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { seriesQuery, type Profile } from '../api.js';
import { Line, Lines } from '../parts/lines.js';
import { NameModal } from './name-modal.js';

const FACTS = ['shop', 'shop_area'] as const;

/** A profile per game and version, each with its own name. */
export function ProfilesPanel({ profiles }: { profiles: readonly Profile[] }) {
  const { t } = useTranslation('arcade');
  const { data: all } = useQuery(seriesQuery);
  const [renamed, setRenamed] = useState<Profile | null>(null);
  const series = [...new Set(profiles.map((profile) => profile.series))];
  const ruleOf = (profile: Profile) => all?.find((one) => one.series === profile.series)?.versions.find((one) => one.version === profile.version)?.name_rule ?? null;
  return (
    <Panel title={t('profiles.title')}>
      {profiles.length === 0 && <Text c="dimmed">{t('profiles.none')}</Text>}
      <Stack gap="lg">
        {series.map((name) => (
          <div key={name}>
            <Anchor fw={650} translate="no" renderRoot={(props) => <Link to="/arcade/games/$series" params={{ series: name }} {...props} />}>
              {all?.find((one) => one.series === name)?.title ?? name}
            </Anchor>
            <Lines>
            {profiles
              .filter((profile) => profile.series === name)
              .toReversed()
              .map((profile) => (
                <Line key={profile.version}>
                  <div>
                    <Text fw={600} translate="no">
                      {profile.name}
                    </Text>
                    <Text size="xs" c="dimmed" translate="no">
                      {profile.game} · <span style={{ whiteSpace: 'nowrap' }}>{profile.extid}</span>
                    </Text>
                    {FACTS.map((fact) =>
                      profile.details[fact] === undefined ? null : (
                        <Text key={fact} size="xs" c="dimmed">
                          {t(`profiles.${fact}`)} <span translate="no">{profile.details[fact]}</span>
                        </Text>
                      ),
                    )}
                  </div>
                  {ruleOf(profile) !== null && (
                    <Button size="compact-sm" variant="subtle" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setRenamed(profile)} aria-label={t('profiles.renameNamed', { game: profile.game })}>
                      {t('profiles.rename')}
                    </Button>
                  )}
                </Line>
              ))}
            </Lines>
          </div>
        ))}
      </Stack>
      <NameModal profile={renamed} rule={renamed === null ? null : ruleOf(renamed)} onClose={() => setRenamed(null)} />
    </Panel>
  );
}
