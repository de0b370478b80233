import { SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { meQuery } from '../api.js';
import { CardsPanel } from './cards-panel.js';
import { ClaimPanel } from './claim-panel.js';
import { PinPanel } from './pin-panel.js';
import { ProfilesPanel } from './profiles-panel.js';

/** The reader as a player: cards, PIN, and a profile per game. */
export function MePage() {
  const { t } = useTranslation('arcade');
  const query = useQuery(meQuery);
  return (
    <Page title={t('nav.me')} lead={t('me.lead')}>
      <QueryView query={query} isEmpty={(me) => me === null} empty={<ClaimPanel />}>
        {(me) =>
          me !== null && (
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
              <ProfilesPanel profiles={me.profiles} />
              <Stack gap="lg">
                <CardsPanel cards={me.cards} />
                <PinPanel />
              </Stack>
            </SimpleGrid>
          )
        }
      </QueryView>
    </Page>
  );
}
