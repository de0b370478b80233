import { Group, SegmentedControl, Select, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../components/confirm.js';
import { QueryView } from '../../../components/states.js';
import { useRights, type Rights } from '../parts/rights.js';
import { SaveBar } from '../parts/save-bar.js';
import { SearchField } from '../parts/search-field.js';
import { useServer } from '../server/use-server.js';
import { configQuery, type Config, type Draft, type Schema } from './api.js';
import { countChanges } from './draft.js';
import { FilesView } from './files-view.js';
import { HistoryView } from './history-view.js';
import { ImportConfig } from './import-config.js';
import { SaveModal } from './save-modal.js';
import { isSection, VIEWS, type ConfigSearch, type View } from './search.js';
import { SectionForm } from './section-form.js';
import { useSchema } from './use-schema.js';

const route = getRouteApi('/app/servers/$serverId/config');

/** Everything the game lets one set, as forms made from the server's own list of parameters. */
export function ConfigPage() {
  const server = useServer();
  const schema = useSchema();
  const config = useQuery(configQuery(server.id));
  return <QueryView query={schema}>{(parameters) => <QueryView query={config}>{(values) => <Editor schema={parameters} config={values} />}</QueryView>}</QueryView>;
}

function Editor({ schema, config }: { schema: Schema; config: Config }) {
  const { t } = useTranslation(['servers', 'common']);
  const server = useServer();
  const rights = useRights(server.id);
  const { section: view = 'server', q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [draft, setDraft] = useState<Draft>({});
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [saving, setSaving] = useState(false);
  const count = countChanges(draft);
  const blocker = useBlocker({ shouldBlockFn: ({ current, next }) => count > 0 && current.pathname !== next.pathname, enableBeforeUnload: count > 0, withResolver: true });
  const go = (search: ConfigSearch) => void navigate({ search, replace: true });
  const forget = () => {
    setDraft({});
    setFaults({});
  };
  return (
    <Stack gap="md">
      <Group gap="sm">
        <ViewSwitch rights={rights} view={view} onChange={(next) => go({ section: next, ...(q === '' ? {} : { q }) })} />
        {isSection(view) && (
          <SearchField label={t('config.search')} flex="1 1 180px" maw={320} value={q} onChange={(next) => go({ section: view, ...(next === '' ? {} : { q: next }) })} />
        )}
        {isSection(view) && rights.write && <ImportConfig id={server.id} running={server.status === 'running'} />}
      </Group>
      {isSection(view) && <SectionForm schema={schema} config={config} section={view} search={q} draft={draft} faults={faults} readOnly={!rights.write} onChange={setDraft} />}
      {view === 'files' && <FilesView server={server} />}
      {view === 'history' && <HistoryView id={server.id} />}
      <SaveBar shown={count > 0} text={t('config.unsaved', { count })} saveLabel={t('config.review')} onUndo={forget} onSave={() => setSaving(true)} />
      <SaveModal id={server.id} draft={draft} revision={config.revision} opened={saving} running={server.status === 'running'} onClose={() => setSaving(false)} onFaults={setFaults} onSaved={forget} />
      <Confirm opened={blocker.status === 'blocked'} title={t('config.leaveTitle')} confirmLabel={t('config.leave')} busy={false} onConfirm={() => blocker.proceed?.()} onClose={() => blocker.reset?.()}>
        {t('config.leaveText', { count })}
      </Confirm>
    </Stack>
  );
}

function ViewSwitch({ rights, view, onChange }: { rights: Rights; view: View; onChange: (view: View) => void }) {
  const { t } = useTranslation('servers');
  const narrow = useMediaQuery('(max-width: 61.99em)') ?? false;
  const data = VIEWS.filter((one) => (one === 'files' ? rights.operate : one === 'history' ? rights.write : true)).map((value) => ({ value, label: t(`section.${value}`) }));
  if (narrow) return <Select aria-label={t('config.part')} flex="1 1 160px" allowDeselect={false} data={data} value={view} onChange={(next) => next !== null && onChange(next)} />;
  return <SegmentedControl aria-label={t('config.part')} data={data} value={view} onChange={onChange} />;
}
