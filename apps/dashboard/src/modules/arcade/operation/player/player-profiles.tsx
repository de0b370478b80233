import { ActionIcon, Anchor, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../../api/client.js';
import { Confirm } from '../../../../components/confirm.js';
import { Line, Lines } from '../../parts/lines.js';
import type { PlayerDetail } from '../players-api.js';
import { usePlayerChange } from './use-player-change.js';

type Profile = PlayerDetail['profiles'][number];

/** What a player has in each game; a deleted profile can be brought back. */
export function PlayerProfiles({ player }: { player: PlayerDetail }) {
  const { t } = useTranslation('arcade');
  const [leaving, setLeaving] = useState<Profile | null>(null);
  const remove = usePlayerChange(
    ({ series, version }: Profile) => body(api.DELETE('/api/arcade/players/{id}/profiles/{series}/{version}', { params: { path: { id: player.id, series, version } } })),
    () => t('people.profileRemoved'),
    () => setLeaving(null),
  );
  if (player.profiles.length === 0) return <Text c="dimmed">{t('people.noProfiles')}</Text>;
  return (
    <>
      <Lines>
        {player.profiles.map((profile) => (
          <Line key={`${profile.series}${profile.version}`}>
            <div>
              <Anchor fw={600} translate="no" renderRoot={(props) => <Link to="/arcade/games/$series/players/$player" params={{ series: profile.series, player: String(player.id) }} {...props} />}>
                {profile.name}
              </Anchor>
              <Text size="xs" c="dimmed" translate="no">
                {profile.game} · {profile.extid}
              </Text>
            </div>
            <ActionIcon variant="subtle" color="red" size={36} aria-label={t('people.removeProfileNamed', { game: profile.game })} onClick={() => setLeaving(profile)}>
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Line>
        ))}
      </Lines>
      <Confirm opened={leaving !== null} title={t('people.removeProfileAsk')} confirmLabel={t('people.removeProfile')} busy={remove.isPending} onConfirm={() => leaving !== null && remove.mutate(leaving)} onClose={() => setLeaving(null)}>
        <span translate="no">{leaving?.game}</span>
        <Text mt="xs">{t('people.removeProfileText')}</Text>
      </Confirm>
    </>
  );
}
