import { Alert, Badge, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useAccess } from '../api.js';
import { ChangeList } from '../operation/change-list.js';
import { OperationPage } from '../operation/operation-page.js';
import { changesOfKind } from '../operation/players-api.js';
import { Lines } from '../parts/lines.js';
import { importsQuery, isOver, type Import } from './api.js';
import { Progress } from './import-steps.js';
import { SOURCES } from './search.js';
import { DatabaseSource, FileSource, FolderSource, PeerSource } from './sources.js';

const route = getRouteApi('/app/arcade/operation/imports');

/** Takes songs, or a whole other server, over: check first, then import, with a way back. */
export function ImportsPage() {
  const { t } = useTranslation('arcade');
  const network = useAccess()?.network === true;
  const { from = 'file', peer } = route.useSearch();
  const navigate = route.useNavigate();
  const past = useQuery({ ...changesOfKind('import'), enabled: network });
  return (
    <OperationPage tab="imports" lead={t('imports.lead')}>
      <Stack gap="lg">
        <Panel title={t('imports.new')}>
          <Stack>
            <SegmentedControl aria-label={t('imports.from')} style={{ alignSelf: 'flex-start', flexWrap: 'wrap' }} value={from} onChange={(next) => void navigate({ search: { from: next }, replace: true })} data={SOURCES.map((one) => ({ value: one, label: t(`imports.source.${one}`) }))} />
            {from === 'file' && <FileSource />}
            {from === 'bemaniutils' && <DatabaseSource />}
            {from === 'asphyxia' && <FolderSource />}
            {from === 'peer' && <PeerSource peer={peer} />}
            <Alert variant="light" icon={<IconInfoCircle size={20} aria-hidden />}>
              {t('imports.undoable')}
            </Alert>
          </Stack>
        </Panel>
        <Unfinished />
        <Panel title={t('imports.past')}>
          <QueryView query={past} isEmpty={(changes) => changes.length === 0} empty={<Text c="dimmed">{t('imports.none')}</Text>}>
            {(changes) => <ChangeList changes={changes} />}
          </QueryView>
        </Panel>
      </Stack>
    </OperationPage>
  );
}

/** Imports that run or came to a bad end; what went well is among the finished ones. */
function Unfinished() {
  const { t } = useTranslation('arcade');
  const network = useAccess()?.network === true;
  const { data } = useQuery({ ...importsQuery, enabled: network });
  const shown = (data ?? []).filter(({ state }) => state !== 'completed');
  if (shown.length === 0) return null;
  return (
    <Panel title={t('imports.unfinished')}>
      <Lines>
        {shown.map((one) => (
          <Line key={one.job} view={one} />
        ))}
      </Lines>
    </Panel>
  );
}

function Line({ view }: { view: Import }) {
  const { t } = useTranslation('arcade');
  return (
    <div style={{ paddingBlock: 12 }}>
      <Group gap="xs">
        <Text fw={600} translate="no">
          {view.kind}
        </Text>
        {view.dry_run && (
          <Badge variant="default" tt="none">
            {t('imports.check')}
          </Badge>
        )}
        {isOver(view) && (
          <Badge variant="light" color="red" tt="none">
            {t(view.state === 'failed' ? 'imports.failed' : 'imports.stopped')}
          </Badge>
        )}
        <Text size="xs" c="dimmed">
          <When at={view.created_at} />
        </Text>
      </Group>
      {isOver(view) ? (
        <Text size="sm" c="dimmed" translate="no">
          {view.failure}
        </Text>
      ) : (
        <Progress job={view.job} view={view} />
      )}
    </div>
  );
}
