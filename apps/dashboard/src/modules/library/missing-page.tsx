import { Alert, Anchor, Table } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RomPage } from '../../api/types.js';
import { Page } from '../../components/page.js';
import { Pager } from '../../components/pager.js';
import { Empty, QueryView } from '../../components/states.js';
import { When } from '../../components/when.js';
import { listRoms, ROMS_KEY, titleOf } from './api.js';
import { useGamesAppear } from './gallery/use-list.js';

const PAGE = 50;

const missingQuery = (page: number) =>
  queryOptions({
    queryKey: [...ROMS_KEY, 'missing', page],
    queryFn: ({ signal }) => listRoms({ missing: true, order_by: 'platform_id', limit: PAGE, offset: page * PAGE, with_char_index: false, with_filter_values: false, with_rom_id_index: false }, signal),
  });

/** Games whose files the last scan did not find. They stay until a person removes them. */
export function MissingPage() {
  const { t } = useTranslation('library');
  const [page, setPage] = useState(0);
  // A decision about games that vanished, made in another tab or by somebody else, tells nobody.
  const query = useQuery({ ...missingQuery(page), placeholderData: keepPreviousData, refetchInterval: 30_000, refetchOnWindowFocus: true });
  useGamesAppear();
  // Files came back, and there are fewer pages than before.
  const pages = Math.max(1, Math.ceil((query.data?.total ?? 0) / PAGE));
  if (query.data !== undefined && !query.isPlaceholderData && page >= pages) setPage(pages - 1);
  return (
    <Page title={t('nav.missing')} lead={t('missing.lead')}>
      <QueryView
        query={query}
        isEmpty={(data) => data.items.length === 0 && page === 0}
        empty={
          <Empty icon={IconCircleCheck} title={t('missing.empty')}>
            {t('missing.emptyText')}
          </Empty>
        }
      >
        {(data) => (
          <>
            <Alert variant="light" icon={<IconInfoCircle size={20} aria-hidden />}>
              {t('missing.hint')}
            </Alert>
            <MissingTable data={data} />
            <Pager page={page} pages={pages} onPage={setPage} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function MissingTable({ data }: { data: RomPage }) {
  const { t } = useTranslation('library');
  return (
    <Table.ScrollContainer minWidth={520} className="panel">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('missing.game')}</Table.Th>
            <Table.Th>{t('missing.platform')}</Table.Th>
            <Table.Th>{t('missing.path')}</Table.Th>
            <Table.Th>{t('missing.since')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.items.map((rom) => (
            <Table.Tr key={rom.id}>
              <Table.Td>
                <Anchor translate="no" renderRoot={(props) => <Link to="/games/$romId" params={{ romId: String(rom.id) }} {...props} />}>
                  {titleOf(rom)}
                </Anchor>
              </Table.Td>
              <Table.Td translate="no">{rom.platform_display_name}</Table.Td>
              <Table.Td>
                <span className="mono" translate="no">
                  {rom.full_path}
                </span>
              </Table.Td>
              <Table.Td><When at={rom.updated_at} relative /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
