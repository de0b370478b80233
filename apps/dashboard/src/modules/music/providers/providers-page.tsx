import { Alert, Stack, Title } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../components/states.js';
import { notifyProblem } from '../../../shell/notify.js';
import { MUSIC_KEY, providersQuery, putSettings, type Provider } from '../api.js';
import { MusicPage, useMayConfigure } from '../parts/music-page.js';
import { moved } from './order.js';
import { ProviderCard } from './provider-card.js';
import { ProviderDrawer } from './provider-drawer.js';

/** Where more music comes from: order, switches, credentials, health. */
export function ProvidersPage() {
  const { t } = useTranslation('music');
  const query = useQuery({ ...providersQuery, refetchInterval: 30_000 });
  const [edited, setEdited] = useState<string | null>(null);
  const provider = query.data?.providers.find(({ name }) => name === edited) ?? null;
  return (
    <MusicPage tab="providers">
      <QueryView query={query}>
        {(data) => {
          const used = data.providers.filter((one) => one.used);
          const rest = data.providers.filter((one) => !one.used);
          return (
            <Stack gap="lg">
              {used.length === 0 && (
                <Alert variant="light" icon={<IconInfoCircle size={20} aria-hidden />} title={t('providers.none')}>
                  {t('providers.noneText')}
                </Alert>
              )}
              {used.length > 0 && <Used providers={used} budgetMs={data.searchBudgetMs} onEdit={setEdited} />}
              {rest.length > 0 && (
                <section aria-labelledby="providers-rest">
                  <Title order={2} size="h3" mb="sm" id="providers-rest">
                    {t('providers.rest')}
                  </Title>
                  <Cards providers={rest} onEdit={setEdited} />
                </section>
              )}
            </Stack>
          );
        }}
      </QueryView>
      <ProviderDrawer provider={provider} onClose={() => setEdited(null)} />
    </MusicPage>
  );
}

function Used({ providers, budgetMs, onEdit }: { providers: Provider[]; budgetMs: number; onEdit: (name: string) => void }) {
  const { t } = useTranslation('music');
  return (
    <section aria-labelledby="providers-used">
      <Title order={2} size="h3" mb={4} id="providers-used">
        {t('providers.used')}
      </Title>
      <p style={{ margin: '0 0 var(--mantine-spacing-sm)', color: 'var(--mantine-color-dimmed)' }}>{t('providers.usedText', { ms: budgetMs })}</p>
      <Cards providers={providers} onEdit={onEdit} ordered />
    </section>
  );
}

function Cards({ providers, onEdit, ordered = false }: { providers: Provider[]; onEdit: (name: string) => void; ordered?: boolean }) {
  const client = useQueryClient();
  const mayConfigure = useMayConfigure();
  const names = providers.map(({ name }) => name);
  const order = useMutation({
    mutationFn: (next: string[]) => putSettings({ PROVIDER_ORDER: next }),
    onSettled: () => client.invalidateQueries({ queryKey: MUSIC_KEY }),
    onError: notifyProblem,
  });
  return (
    <Stack gap="sm">
      {providers.map((provider, place) => (
        <ProviderCard
          key={provider.name}
          provider={provider}
          onEdit={mayConfigure ? () => onEdit(provider.name) : null}
          onMove={mayConfigure && ordered && providers.length > 1 ? (by) => order.mutate(moved(names, place, by)) : null}
          first={place === 0}
          last={place === providers.length - 1}
          busy={order.isPending}
        />
      ))}
    </Stack>
  );
}
