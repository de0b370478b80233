import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconNews, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { Empty, Problem, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { newsQuery, type NewsItem } from '../api.js';
import { OperationPage } from './operation-page.js';

/** What players read on the arcade's page: write, change, take down. */
export function NewsPage() {
  const { t } = useTranslation('arcade');
  const query = useQuery(newsQuery);
  const [edited, setEdited] = useState<NewsItem | 'new' | null>(null);
  const [leaving, setLeaving] = useState<NewsItem | null>(null);
  const button = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>
      {t('news.write')}
    </Button>
  );
  return (
    <OperationPage tab="news" lead={t('news.lead')} actions={button}>
      <QueryView
        query={query}
        isEmpty={(news) => news.length === 0}
        empty={
          <Empty icon={IconNews} title={t('news.none')} action={button}>
            {t('news.noneText')}
          </Empty>
        }
      >
        {(news) => (
          <Stack>
            {news.map((item) => (
              <article key={item.id} className="panel" style={{ padding: 16 }}>
                <Group justify="space-between" align="flex-start">
                  <div style={{ flex: '1 1 200px', minWidth: 0 }}>
                    <Text component="h2" m={0} fw={650} fz="lg" translate="no">
                      {item.title}
                    </Text>
                    <Text size="xs" c="dimmed">
                      <When at={item.at} />
                    </Text>
                  </div>
                  <Group gap={4}>
                    <Button size="compact-sm" variant="subtle" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEdited(item)} aria-label={t('news.editNamed', { title: item.title })}>
                      {t('news.edit')}
                    </Button>
                    <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setLeaving(item)} aria-label={t('news.removeNamed', { title: item.title })}>
                      {t('news.remove')}
                    </Button>
                  </Group>
                </Group>
                <Text mt="xs" translate="no" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                  {item.body}
                </Text>
              </article>
            ))}
          </Stack>
        )}
      </QueryView>
      <Editor item={edited} onClose={() => setEdited(null)} />
      <Removal item={leaving} onClose={() => setLeaving(null)} />
    </OperationPage>
  );
}

function Editor({ item, onClose }: { item: NewsItem | 'new' | null; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  return (
    <Modal opened={item !== null} onClose={onClose} size="lg" title={t(item === 'new' ? 'news.write' : 'news.change')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {item !== null && <Form item={item} onClose={onClose} />}
    </Modal>
  );
}

function Form({ item, onClose }: { item: NewsItem | 'new'; onClose: () => void }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const needed = (value: string) => (value.trim() === '' ? t('news.needed') : null);
  const form = useForm({ initialValues: item === 'new' ? { title: '', body: '' } : { title: item.title, body: item.body }, validate: { title: needed, body: needed } });
  const save = useMutation({
    mutationFn: async (fields: typeof form.values): Promise<void> => {
      if (item === 'new') await api.POST('/api/arcade/news', { body: fields });
      else await api.PUT('/api/arcade/news/{id}', { params: { path: { id: item.id } }, body: fields });
    },
    onSuccess: async () => {
      onClose();
      notifyDone(t('news.saved'));
      await client.invalidateQueries({ queryKey: newsQuery.queryKey });
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        {save.isError && <Problem error={save.error} compact />}
        <TextInput data-autofocus label={t('news.headline')} required maxLength={255} {...form.getInputProps('title')} />
        <Textarea label={t('news.body')} description={t('news.bodyHint')} required rows={8} resize="vertical" maxLength={20_000} {...form.getInputProps('body')} />
        <Button type="submit" loading={save.isPending}>
          {t(item === 'new' ? 'news.publish' : 'news.save')}
        </Button>
      </Stack>
    </form>
  );
}

function Removal({ item, onClose }: { item: NewsItem | null; onClose: () => void }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: number) => api.DELETE('/api/arcade/news/{id}', { params: { path: { id } } }),
    onSuccess: () => notifyDone(t('news.removed')),
    onError: notifyProblem,
    onSettled: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: newsQuery.queryKey });
    },
  });
  return (
    <Confirm opened={item !== null} title={t('news.removeAsk')} confirmLabel={t('news.remove')} busy={remove.isPending} onConfirm={() => item !== null && remove.mutate(item.id)} onClose={onClose}>
      <span translate="no">{item?.title}</span>
    </Confirm>
  );
}
