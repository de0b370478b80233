import { ActionIcon, Button, Group, Indicator, SegmentedControl, Select, SimpleGrid, Skeleton, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconDeviceGamepad2, IconLayoutGrid, IconList, IconRadar, IconSearch, IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScopes } from '../../../api/session.js';
import { Page } from '../../../components/page.js';
import { Empty, ListSkeleton, Problem, StaleChip } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { platformsQuery } from '../api.js';
import { countFilters, ORDERS, VIEWS, type GallerySearch } from '../filters.js';
import { letterStops } from '../windows.js';
import { FilterDrawer } from './filter-drawer.js';
import { usePlaceBefore, VirtualGames } from './virtual-games.js';
import { useGamesAppear, useListHead } from './use-list.js';

const route = getRouteApi('/app/games');

/** All games, or those of a platform, a search, a filter: each has an address of its own. */
export function GalleryPage() {
  const { t } = useTranslation(['library', 'common']);
  const format = useFormat();
  const search = route.useSearch();
  const head = useListHead(search);
  const { data: platforms } = useQuery(platformsQuery);
  const place = usePlaceBefore();
  useGamesAppear();
  const only = search.platform?.length === 1 ? platforms?.find((platform) => String(platform.id) === search.platform?.[0]) : undefined;
  const total = head.data?.total ?? 0;
  // That the list before had no games says nothing about the one that is asked for.
  const waiting = head.isPending || (head.isPlaceholderData && total === 0);
  return (
    <Page title={only?.display_name ?? t('gallery.title')} titleIsData={only !== undefined} lead={waiting ? t('common:state.loading') : t('gallery.count', { count: total, formatted: format.number(total) })}>
      <Toolbar search={search} values={head.data?.filter_values} />
      {head.isError && head.data === undefined && <Problem error={head.error} onRetry={() => void head.refetch()} />}
      {head.isError && head.data !== undefined && (
        <div>
          <StaleChip since={head.dataUpdatedAt} onRetry={() => void head.refetch()} />
        </div>
      )}
      {waiting && <GallerySkeleton list={search.view === 'list'} />}
      {head.data !== undefined && total === 0 && !waiting && <NoGames search={search} />}
      {head.data !== undefined && total > 0 && <VirtualGames search={search} total={total} stops={letterStops(head.data.char_index)} dimmed={head.isPlaceholderData} place={place} />}
    </Page>
  );
}

function GallerySkeleton({ list }: { list: boolean }) {
  const { t } = useTranslation('common');
  if (list) return <ListSkeleton rows={10} height={60} />;
  return (
    <SimpleGrid cols={{ base: 2, xs: 3, sm: 4, lg: 6 }} role="status" aria-label={t('state.loading')}>
      {Array.from({ length: 12 }, (_, index) => (
        <Skeleton key={index} radius="md" style={{ aspectRatio: '3 / 4' }} />
      ))}
    </SimpleGrid>
  );
}

function NoGames({ search }: { search: GallerySearch }) {
  const { t } = useTranslation(['library', 'common']);
  const mayScan = useScopes().has('tasks.run');
  const narrowed = search.q !== undefined || search.platform !== undefined || countFilters(search) > 0;
  if (narrowed) {
    return (
      <Empty
        icon={IconSearch}
        title={t('gallery.noHits')}
        action={
          <Button component={Link} to="/games" variant="light">
            {t('gallery.clear')}
          </Button>
        }
      >
        {t('gallery.noHitsText')}
      </Empty>
    );
  }
  return (
    <Empty
      icon={IconDeviceGamepad2}
      title={t('gallery.empty')}
      action={
        mayScan && (
          <Button component={Link} to="/scan" leftSection={<IconRadar size={20} aria-hidden />}>
            {t('scan.start')}
          </Button>
        )
      }
    >
      {t('gallery.emptyText')}
    </Empty>
  );
}

function Toolbar({ search, values }: { search: GallerySearch; values: React.ComponentProps<typeof FilterDrawer>['values'] }) {
  const { t } = useTranslation(['library', 'common']);
  const navigate = route.useNavigate();
  const [opened, { open, close }] = useDisclosure();
  const change = (part: Partial<Record<keyof GallerySearch, unknown>>) => void navigate({ search: (before) => ({ ...before, ...part }) as GallerySearch, replace: true });
  const count = countFilters(search) + (search.platform === undefined ? 0 : 1);
  const DirIcon = search.dir === 'desc' ? IconSortDescending : IconSortAscending;
  return (
    <Group gap="sm">
      <SearchField value={search.q ?? ''} onChange={(q) => change({ q: q === '' ? undefined : q })} />
      <Indicator disabled={count === 0} label={count} size={18} color="amber">
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={18} aria-hidden />} onClick={open}>
          {t('filter.button')}
        </Button>
      </Indicator>
      <Group gap={4} wrap="nowrap" ml="auto">
        <Select
          aria-label={t('order.label')}
          w={170}
          allowDeselect={false}
          data={ORDERS.map((order) => ({ value: order, label: t(`order.${order}`) }))}
          value={search.order ?? 'name'}
          onChange={(order) => change({ order: order === 'name' ? undefined : order })}
        />
        <ActionIcon variant="default" size={36} aria-label={t(search.dir === 'desc' ? 'order.desc' : 'order.asc')} onClick={() => change({ dir: search.dir === 'desc' ? undefined : 'desc' })}>
          <DirIcon size={18} aria-hidden />
        </ActionIcon>
        <SegmentedControl
          aria-label={t('view.label')}
          value={search.view ?? 'grid'}
          onChange={(view) => change({ view: view === 'grid' ? undefined : view })}
          data={VIEWS.map((view) => ({
            value: view,
            label: (
              <Group justify="center" gap={0} h={24}>
                {view === 'grid' ? <IconLayoutGrid size={18} aria-hidden /> : <IconList size={18} aria-hidden />}
                <VisuallyHidden>{t(`view.${view}`)}</VisuallyHidden>
              </Group>
            ),
          }))}
        />
      </Group>
      <FilterDrawer opened={opened} onClose={close} search={search} values={values} onChange={change} />
    </Group>
  );
}

/** Types freely; the address follows a moment later. */
function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation(['library', 'common']);
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState(value);
  const later = useDebouncedCallback((words: string) => {
    setSent(words);
    onChange(words);
  }, 250);
  // The address changed by other means (a link, "clear"): the field follows, but never fights with what is being typed.
  if (seen !== value) {
    setSeen(value);
    if (value !== sent) {
      setSent(value);
      setText(value);
    }
  }
  return (
    <TextInput
      data-page-search
      type="search"
      flex="1 1 220px"
      maw={420}
      placeholder={t('gallery.search')}
      aria-label={t('gallery.search')}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value.trim());
      }}
    />
  );
}
