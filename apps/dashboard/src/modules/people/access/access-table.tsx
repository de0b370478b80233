import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useMutation, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../components/confirm.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Empty, QueryView } from '../../../components/states.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { ACCESS_KEY } from './api.js';
import type { Tab } from './search.js';

interface AccessTableProps<T> {
  tab: Tab;
  query: UseQueryResult<T[]>;
  /** Letters that have to stand in the owner's name or in what `words` gives. */
  filter: string;
  columns: readonly Column<T>[];
  /** What a row is called, for screen readers and the question before it goes. */
  name: (row: T) => string;
  words: (row: T) => readonly (string | null)[];
  rowId: (row: T) => string;
  revoke: (row: T) => Promise<unknown>;
}

/** Ways in of one kind with their owners; each can be taken away after a question. */
export function AccessTable<T extends { username: string }>({ tab, query, filter, columns, name, words, rowId, revoke }: AccessTableProps<T>) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const [asked, setAsked] = useState<T | null>(null);
  const take = useMutation({
    mutationFn: revoke,
    onSuccess: () => notifyDone(t(`access.done.${tab}`)),
    onError: notifyProblem,
    onSettled: () => {
      setAsked(null);
      return client.invalidateQueries({ queryKey: ACCESS_KEY });
    },
  });
  const all = useMemo((): Column<T>[] => {
    const owner: Column<T> = { id: 'owner', header: t('access.owner'), fixed: true, value: (row) => row.username, render: (row) => <span translate="no">{row.username}</span> };
    const last: Column<T> = {
      id: 'revoke',
      header: t('users.actions'),
      fixed: true,
      render: (row) => (
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsked(row)} aria-label={t(`access.revokeNamed.${tab}`, { name: name(row), owner: row.username })}>
          {t(`access.revoke.${tab}`)}
        </Button>
      ),
    };
    return [owner, ...columns, last];
  }, [t, tab, columns, name]);
  const letters = filter.trim().toLowerCase();
  return (
    <QueryView query={query} isEmpty={(rows) => rows.length === 0} empty={<Empty icon={IconKey} title={t(`access.none.${tab}`)} />}>
      {(rows) => {
        const shown = letters === '' ? rows : rows.filter((row) => [row.username, name(row), ...words(row)].some((word) => word?.toLowerCase().includes(letters) === true));
        if (shown.length === 0) return <Empty icon={IconKey} title={t('access.nothing')} />;
        return (
          <>
            <DataTable rows={shown} columns={all} rowId={rowId} label={t(`access.tab.${tab}`)} minWidth={760} />
            <Confirm
              opened={asked !== null}
              title={t(`access.ask.${tab}`)}
              confirmLabel={t(`access.revoke.${tab}`)}
              busy={take.isPending}
              onConfirm={() => asked !== null && take.mutate(asked)}
              onClose={() => setAsked(null)}
            >
              {asked !== null && (
                <p>
                  <b translate="no">{name(asked)}</b> · <span translate="no">{asked.username}</span>
                </p>
              )}
              {t(`access.loss.${tab}`)}
            </Confirm>
          </>
        );
      }}
    </QueryView>
  );
}
