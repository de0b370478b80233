import { Divider, Drawer, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../../components/states.js';
import { When } from '../../../../components/when.js';
import { playerDetailQuery, type PlayerDetail } from '../players-api.js';
import { PlayerAccount } from './player-account.js';
import { PlayerBalances } from './player-balances.js';
import { PlayerCards } from './player-cards.js';
import { PlayerPin } from './player-pin.js';
import { PlayerProfiles } from './player-profiles.js';

/** One player as those who run the network see him: account, cards, PIN, profiles, money. */
export function PlayerDrawer({ id, onClose }: { id: number | null; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  return (
    <Drawer opened={id !== null} onClose={onClose} position="right" size="lg" title={t('people.player')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {id !== null && <Loaded key={id} id={id} />}
    </Drawer>
  );
}

function Loaded({ id }: { id: number }) {
  const query = useQuery(playerDetailQuery(id));
  return <QueryView query={query}>{(player) => <Shown player={player} />}</QueryView>;
}

function Shown({ player }: { player: PlayerDetail }) {
  const { t } = useTranslation('arcade');
  return (
    <Stack gap="lg">
      <div>
        <Text component="h2" m={0} fz="xl" fw={650} {...(player.name === '' ? {} : { translate: 'no' })}>
          {player.name === '' ? t('score.nameless') : player.name}
        </Text>
        <Text size="sm" c="dimmed">
          {t('people.since')} <When at={player.created_at} />
        </Text>
      </div>
      <PlayerAccount player={player} />
      <Divider label={t('card.title')} labelPosition="left" />
      <PlayerCards player={player} />
      <PlayerPin player={player} />
      <Divider label={t('profiles.title')} labelPosition="left" />
      <PlayerProfiles player={player} />
      <Divider label={t('arcades.paseli')} labelPosition="left" />
      <PlayerBalances player={player} />
    </Stack>
  );
}
