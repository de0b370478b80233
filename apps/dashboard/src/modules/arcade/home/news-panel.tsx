import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { newsQuery } from '../api.js';

const SHOWN = 5;

/** What the people who run the network have to say. */
export function NewsPanel() {
  const { t } = useTranslation('arcade');
  const query = useQuery(newsQuery);
  return (
    <Panel title={t('news.title')}>
      <QueryView query={query} isEmpty={(news) => news.length === 0} empty={<Text c="dimmed">{t('news.none')}</Text>}>
        {(news) => (
          <Stack gap="md">
            {news.slice(0, SHOWN).map((item) => (
              <article key={item.id}>
                <Text component="h3" m={0} fw={650} fz="md" translate="no">
                  {item.title}
                </Text>
                <Text size="xs" c="dimmed">
                  <When at={item.at} />
                </Text>
                <Text mt={4} translate="no" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                  {item.body}
                </Text>
              </article>
            ))}
          </Stack>
        )}
      </QueryView>
    </Panel>
  );
}
