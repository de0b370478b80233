import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reaches, reachOf } from '../../../api/reach.js';
import { meQuery } from '../../../api/session.js';
import { serversQuery } from '../api/queries.js';

/** Limits a list to one server; nothing chosen means all. */
export function ServerFilter({ value, onChange }: { value: number | undefined; onChange: (id: number | undefined) => void }) {
  const { t } = useTranslation('servers');
  const servers = useQuery(serversQuery).data ?? [];
  return (
    <Select
      aria-label={t('house.server')}
      placeholder={t('house.anyServer')}
      clearable
      clearButtonProps={{ 'aria-label': t('house.anyServer') }}
      searchable
      nothingFoundMessage={t('list.noHits')}
      flex="1 1 180px"
      maw={280}
      translate="no"
      data={servers.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value === undefined ? null : String(value)}
      onChange={(id) => onChange(id === null ? undefined : Number(id))}
    />
  );
}

/** Stands for all servers among the places of {@link usePlaces}. */
export const EVERYWHERE = 'all';

/** All servers and each of them, as far as the signed-in person runs them, for a select in a form; `placeOf` reads the choice. */
export function usePlaces(): { value: string; label: string }[] {
  const { t } = useTranslation('servers');
  const servers = useQuery(serversQuery).data ?? [];
  const reach = reachOf(useQuery(meQuery).data, 'servers.operate');
  return [...(reaches(reach) ? [{ value: EVERYWHERE, label: t('bans.everywhere') }] : []), ...servers.filter(({ id }) => reaches(reach, id)).map(({ id, name }) => ({ value: String(id), label: name }))];
}

/** The server of a choice; null for all. */
export const placeOf = (value: string): number | null => (value === EVERYWHERE ? null : Number(value));
