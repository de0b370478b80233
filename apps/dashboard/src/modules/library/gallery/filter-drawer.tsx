import { Button, Drawer, Group, MultiSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RomFilters } from '../../../api/types.js';
import { platformsQuery } from '../api.js';
import { FLAGS, VALUE_FILTERS, type GallerySearch } from '../filters.js';

interface FilterDrawerProps {
  opened: boolean;
  onClose: () => void;
  search: GallerySearch;
  /** What the list holds; a filter nothing could match is not offered. */
  values: RomFilters | undefined;
  onChange: (part: Partial<Record<keyof GallerySearch, unknown>>) => void;
}

/** All filters of the gallery; each takes effect at once. */
export function FilterDrawer({ opened, onClose, search, values, onChange }: FilterDrawerProps) {
  const { t } = useTranslation(['library', 'common']);
  const { data: platforms } = useQuery(platformsQuery);
  const some = (list: string[]) => (list.length === 0 ? undefined : list);
  const clear = () => onChange(Object.fromEntries([...VALUE_FILTERS, ...FLAGS, 'platform'].map((key) => [key, undefined])));
  const offered = VALUE_FILTERS.filter((key) => (values?.[key].length ?? 0) > 0 || search[key] !== undefined);
  return (
    <Drawer opened={opened} onClose={onClose} position="right" title={t('filter.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <Stack>
        <MultiSelect
          label={t('filter.platform')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('filter.clearOne') }}
          data={(platforms ?? []).map((platform) => ({ value: String(platform.id), label: platform.display_name }))}
          value={search.platform ?? []}
          onChange={(platform) => onChange({ platform: some(platform) })}
        />
        {offered.map((key) => (
          <MultiSelect
            key={key}
            label={t(`filter.${key}`)}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('filter.clearOne') }}
            limit={100}
            data={values?.[key] ?? []}
            value={search[key] ?? []}
            onChange={(list) => onChange({ [key]: some(list) })}
          />
        ))}
        {FLAGS.map((key) => (
          <Group key={key} justify="space-between">
            <Text size="sm" fw={500} id={`flag-${key}`}>
              {t(`filter.${key}`)}
            </Text>
            <SegmentedControl
              size="xs"
              aria-labelledby={`flag-${key}`}
              value={search[key] ?? 'any'}
              onChange={(value) => onChange({ [key]: value === 'any' ? undefined : value })}
              data={[
                { value: 'any', label: t('filter.any') },
                { value: 'true', label: t('filter.yes') },
                { value: 'false', label: t('filter.no') },
              ]}
            />
          </Group>
        ))}
        <Button variant="default" onClick={clear}>
          {t('filter.clear')}
        </Button>
      </Stack>
    </Drawer>
  );
}
