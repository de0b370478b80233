import { Badge, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconSwords, IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import { Empty, Problem, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { meQuery, rivalsQuery, type PlayerLine } from '../api.js';
import { ClaimFirst } from '../parts/claim-first.js';
import { Line, Lines } from '../parts/lines.js';
import { PlayerLink } from './score-list.js';
import type { TabProps } from './series-page.js';

/** Makes somebody a rival, or no rival any more. */
export function useRivalry(series: string, version: number) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const settled = { onError: notifyProblem, onSettled: () => client.invalidateQueries({ queryKey: rivalsQuery(series, version).queryKey }) };
  const path = (player: number) => ({ params: { path: { series, version, player } } });
  const add = useMutation({ mutationFn: (line: { player: number; name: string }) => api.PUT('/api/arcade/series/{series}/versions/{version}/rivals/{player}', path(line.player)), onSuccess: (_answer, line) => notifyDone(t('rivals.added', { name: line.name })), ...settled });
  const remove = useMutation({ mutationFn: (line: { player: number; name: string }) => api.DELETE('/api/arcade/series/{series}/versions/{version}/rivals/{player}', path(line.player)), onSuccess: (_answer, line) => notifyDone(t('rivals.removed', { name: line.name })), ...settled });
  return { add, remove };
}

/** The reader's rivals in a version, and a search for more. */
export function RivalsTab(props: TabProps) {
  const { t } = useTranslation('arcade');
  const me = useQuery(meQuery);
  if (me.data === null) return <ClaimFirst />;
  if (me.data === undefined) return <QueryView query={me}>{() => null}</QueryView>;
  const { series, version } = props;
  const played = me.data.profiles.some((profile) => profile.series === series.series && profile.version === version);
  if (!played) {
    return (
      <Empty icon={IconSwords} title={t('rivals.notPlayed')}>
        {t('rivals.notPlayedText')}
      </Empty>
    );
  }
  return <Rivals key={version} {...props} me={me.data.id} />;
}

function Rivals({ series, version, me }: TabProps & { me: number }) {
  const { t } = useTranslation('arcade');
  const query = useQuery(rivalsQuery(series.series, version));
  const { remove } = useRivalry(series.series, version);
  const most = series.versions.find((one) => one.version === version)?.rivals ?? 0;
  const count = query.data?.length ?? 0;
  return (
    <Stack>
      <Panel title={t('rivals.yours')} aside={query.data !== undefined && <Badge variant="light" tt="none">{t('rivals.places', { count, most })}</Badge>}>
        <QueryView query={query} isEmpty={(rivals) => rivals.length === 0} empty={<Text c="dimmed">{t('rivals.none')}</Text>}>
          {(rivals) => (
            <Lines>
            {rivals.map((line) => (
              <Found key={line.player} series={series.series} line={line}>
                <Button size="compact-sm" variant="subtle" color="red" loading={remove.isPending && remove.variables.player === line.player} onClick={() => remove.mutate(line)} aria-label={t('rivals.removeNamed', { name: line.name })}>
                  {t('rivals.remove')}
                </Button>
              </Found>
            ))}
            </Lines>
          )}
        </QueryView>
      </Panel>
      <Finder series={series.series} version={version} federated={series.federated} me={me} rivals={query.data ?? []} most={most} />
    </Stack>
  );
}

interface FinderProps {
  series: string;
  /** Other networks can be asked as well. */
  federated: boolean;
  version: number;
  me: number;
  rivals: readonly PlayerLine[];
  most: number;
}

/** What can be done with somebody who was found. */
function Choice({ series, version, me, rivals, most, line }: FinderProps & { line: PlayerLine }) {
  const { t } = useTranslation('arcade');
  const { add } = useRivalry(series, version);
  if (line.player === me || rivals.some((rival) => rival.player === line.player)) {
    return (
      <Badge variant="light" tt="none">
        {t(line.player === me ? 'rivals.you' : 'rivals.already')}
      </Badge>
    );
  }
  return (
    <Button size="compact-sm" variant="light" leftSection={<IconUserPlus size={16} aria-hidden />} disabled={rivals.length >= most} loading={add.isPending} onClick={() => add.mutate(line)} aria-label={t('rivals.addNamed', { name: line.name })}>
      {t('rivals.add')}
    </Button>
  );
}

function Finder(props: FinderProps) {
  const { series, version, federated } = props;
  const [remote, setRemote] = useState(false);
  const { t } = useTranslation('arcade');
  const [term, setTerm] = useState('');
  const find = useMutation({ mutationFn: (wanted: string) => body(api.GET('/api/arcade/series/{series}/versions/{version}/search', { params: { path: { series, version }, query: { term: wanted, ...(remote ? { remote: 'true' as const } : {}) } } })) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (term.trim() !== '') find.mutate(term.trim());
  };
  return (
    <Panel title={t('rivals.find')}>
      <Stack>
        <form onSubmit={submit}>
          <Group align="flex-end" gap="xs">
            <TextInput flex="1 1 200px" maw={360} label={t('rivals.term')} description={t('rivals.termHint')} maxLength={32} value={term} onChange={(event) => setTerm(event.currentTarget.value)} />
            <Button type="submit" variant="default" loading={find.isPending}>
              {t('rivals.search')}
            </Button>
          </Group>
          {federated && <Switch mt="sm" label={t('rivals.remote')} checked={remote} onChange={(event) => setRemote(event.currentTarget.checked)} />}
        </form>
        <div role="status">
          {find.isError && <Problem error={find.error} compact />}
          {find.data?.length === 0 && <Text c="dimmed">{t('rivals.nobody')}</Text>}
          <Lines>
            {find.data?.map((line) => (
              <Found key={line.player} series={series} line={line}>
                <Choice {...props} line={line} />
              </Found>
            ))}
          </Lines>
        </div>
      </Stack>
    </Panel>
  );
}

function Found({ series, line, children }: { series: string; line: PlayerLine; children: React.ReactNode }) {
  const { t } = useTranslation('arcade');
  return (
    <Line>
      <div>
        <PlayerLink series={series} player={line.player} name={line.name} />
        <Text size="xs" c="dimmed">
          <span translate="no">{line.extid}</span>
          {line.remote && ` · ${t('players.remote')}`}
          {line.last_play !== null && (
            <>
              {' · '}
              {t('players.last')} <When at={line.last_play} relative />
            </>
          )}
        </Text>
      </div>
      {children}
    </Line>
  );
}
