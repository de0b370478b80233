import { Button, Stack, TagsInput, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { Problem, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyDone } from '../../../shell/notify.js';
import { useAccess } from '../api.js';
import type { Arcade } from './api.js';
import { ownersQuery, type Account } from './players-api.js';

/** The accounts that run an arcade beside the network's own people. */
export function OwnersPanel({ arcade }: { arcade: Arcade }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const network = useAccess()?.network === true;
  const query = useQuery(ownersQuery(arcade.id));
  return (
    <Panel title={t('owners.title')}>
      <QueryView query={query}>
        {(owners) =>
          network ? (
            <OwnersForm key={owners.map(({ username }) => username).join(' ')} arcade={arcade} owners={owners} />
          ) : (
            <Text translate="no">{owners.length === 0 ? '–' : format.list(owners.map(({ username }) => username))}</Text>
          )
        }
      </QueryView>
    </Panel>
  );
}

function OwnersForm({ arcade, owners }: { arcade: Arcade; owners: readonly Account[] }) {
  const { t } = useTranslation(['arcade', 'common']);
  const client = useQueryClient();
  const saved = owners.map(({ username }) => username);
  const [names, setNames] = useState(saved);
  const save = useMutation({
    mutationFn: () => body(api.PUT('/api/arcade/arcades/{id}/owners', { params: { path: { id: arcade.id } }, body: { usernames: names } })),
    onSuccess: (fresh) => {
      client.setQueryData(ownersQuery(arcade.id).queryKey, fresh);
      notifyDone(t('owners.saved'));
    },
  });
  return (
    <Stack>
      {save.isError && <Problem error={save.error} compact />}
      <TagsInput label={t('owners.names')} description={t('owners.hint')} maxTags={100} value={names} onChange={setNames} translate="no" />
      <Button variant="default" style={{ alignSelf: 'flex-start' }} loading={save.isPending} disabled={names.join(' ') === saved.join(' ')} onClick={() => save.mutate()}>
        {t('common:action.save')}
      </Button>
    </Stack>
  );
}
