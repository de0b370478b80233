import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Series } from '../api.js';
import type { SongSort, Sort } from './score-view.js';

interface FilterProps {
  label: string;
  all: string;
  data: { value: string; label: string }[];
  value: string | null;
  onChange: (value: string | null) => void;
}

/** A choice that may be left open. */
export function Filter({ label, all, data, value, onChange }: FilterProps) {
  const { t } = useTranslation('arcade');
  return <Select aria-label={label} placeholder={all} w={170} data={data} value={value} onChange={onChange} clearable clearButtonProps={{ 'aria-label': t('score.clearFilter', { name: label }) }} />;
}

/** A category of a series: its number and name. */
type Part = readonly [category: string, name: string];

/** The categories of a series that something is there for. */
export const partsOf = (series: Series, isThere: (category: number) => boolean): Part[] => Object.entries(series.categories ?? {}).filter(([category]) => isThere(Number(category)));

/** Songs of one category only, newest first; nothing for a series without categories. */
export function CategoryFilter({ parts, value, onChange }: { parts: readonly Part[]; value: number | undefined; onChange: (category: number | undefined) => void }) {
  const { t } = useTranslation('arcade');
  if (parts.length === 0) return null;
  return <Filter label={t('score.category')} all={t('score.allCategories')} data={parts.toReversed().map(([category, name]) => ({ value: category, label: name }))} value={value === undefined ? null : String(value)} onChange={(next) => onChange(next === null ? undefined : Number(next))} />;
}

/** What a list is ordered by. */
export function OrderSelect<Order extends Sort | SongSort>({ orders, value, onChange }: { orders: readonly Order[]; value: Order; onChange: (order: Order) => void }) {
  const { t } = useTranslation('arcade');
  return (
    <Select
      aria-label={t('score.order')}
      allowDeselect={false}
      w={190}
      data={orders.map((order) => ({ value: order, label: t(`sort.${order}`) }))}
      value={value}
      onChange={(next) => onChange(orders.find((order) => order === next) ?? value)}
    />
  );
}
