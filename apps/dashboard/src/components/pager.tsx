import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Back and forth through the pages of a list; nothing when there is only one. */
export function Pager({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  const { t } = useTranslation();
  if (pages < 2) return null;
  return (
    <Group justify="center">
      <Button variant="default" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t('pager.previous')}
      </Button>
      <Text>{t('pager.of', { page: page + 1, pages })}</Text>
      <Button variant="default" disabled={page + 1 >= pages} onClick={() => onPage(page + 1)}>
        {t('pager.next')}
      </Button>
    </Group>
  );
}
