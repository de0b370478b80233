import { Anchor, Group, Select, Stack, Text } from '@mantine/core';
import { IconChevronLeft, IconPuzzle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.js';
import { Confirm } from '../../../components/confirm.js';
import { Page, Panel } from '../../../components/page.js';
import { Empty, Problem, QueryView } from '../../../components/states.js';
import { useChange } from '../api/data.js';
import { TEMPLATES_KEY } from '../api/queries.js';
import type { Template } from '../api/types.js';
import { SECTIONS, type Draft, type Schema, type Section } from '../config/api.js';
import { countChanges } from '../config/draft.js';
import { SectionForm } from '../config/section-form.js';
import { useSchema } from '../config/use-schema.js';
import { hostModsQuery, listedMods, modName, type HostMod } from '../mods/api.js';
import { ModOrder, type ModEntry } from '../mods/mod-order.js';
import { SaveBar } from '../parts/save-bar.js';
import { useRights } from '../parts/rights.js';
import { SearchField } from '../parts/search-field.js';
import { changeTemplate, templateQuery } from './api.js';
import { changedSections, startOf, withoutSecrets } from './contents.js';
import { SettingsFields, settingsOf, type TemplateSettings } from './settings-fields.js';

const route = getRouteApi('/app/servers/templates/$templateId');

/** A template: name, how its servers are run, their configuration and mods. */
export function TemplatePage() {
  const { templateId } = route.useParams();
  const template = useQuery(templateQuery(templateId));
  const schema = useSchema();
  const mods = useQuery(hostModsQuery);
  return (
    <QueryView query={template}>
      {(stored) => <QueryView query={schema}>{(parameters) => <QueryView query={mods}>{(known) => <Editor key={`${stored.id} ${stored.updated_at}`} template={stored} schema={withoutSecrets(parameters)} known={known} />}</QueryView>}</QueryView>}
    </QueryView>
  );
}

function Editor({ template, schema, known }: { template: Template; schema: Schema; known: readonly HostMod[] }) {
  const { t } = useTranslation('servers');
  const readOnly = !useRights().write;
  const [settings, setSettings] = useState<TemplateSettings | null>(null);
  const [draft, setDraft] = useState<Draft>({});
  const [mods, setMods] = useState<readonly ModEntry[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const faults = problem instanceof ApiProblem ? faultsOf(problem) : {};
  const count = countChanges(draft) + (settings === null ? 0 : 1) + (mods === null ? 0 : 1);
  const blocker = useBlocker({ shouldBlockFn: ({ current, next }) => count > 0 && current.pathname !== next.pathname, enableBeforeUnload: count > 0, withResolver: true });
  const forget = () => {
    setSettings(null);
    setDraft({});
    setMods(null);
    setProblem(null);
  };
  const save = useChange({
    run: () => changeTemplate(template.id, { ...settings, ...(countChanges(draft) === 0 ? {} : { config: changedSections(template, draft) }), ...(mods === null ? {} : { mods: mods.map(({ id, kind }) => ({ mod_id: id, kind })) }) }),
    renews: [TEMPLATES_KEY],
    done: t('templates.saved'),
    onDone: forget,
    onProblem: setProblem,
  });
  return (
    <Page
      title={template.name}
      titleIsData
      lead={t('templates.editLead')}
      above={
        <Anchor component={Link} to="/servers/templates" size="sm" c="dimmed">
          <IconChevronLeft size={16} aria-hidden style={{ verticalAlign: '-3px' }} />
          {t('templates.title')}
        </Anchor>
      }
    >
      <Stack gap="lg" maw={1100}>
        {problem !== null && <Problem error={problem} />}
        <SettingsFields value={settings ?? settingsOf(template)} faults={faults} readOnly={readOnly} onChange={setSettings} />
        <Configuration template={template} schema={schema} draft={draft} faults={faults} readOnly={readOnly} onChange={setDraft} />
        <Mods entries={mods ?? listedMods(template.mods, known)} known={known} readOnly={readOnly} onChange={setMods} />
      </Stack>
      <SaveBar shown={count > 0} text={t('templates.unsaved')} busy={save.isPending} onUndo={forget} onSave={() => save.mutate()} />
      <Confirm opened={blocker.status === 'blocked'} title={t('config.leaveTitle')} confirmLabel={t('config.leave')} busy={false} onConfirm={() => blocker.proceed?.()} onClose={() => blocker.reset?.()}>
        {t('templates.leaveText')}
      </Confirm>
    </Page>
  );
}

/** Faults by the place where they are shown. */
function faultsOf(problem: ApiProblem): Readonly<Record<string, string>> {
  if (problem.code === 'NAME_TAKEN') return { name: problem.detail };
  return Object.fromEntries(Object.entries(problem.fields).map(([path, text]) => [path.replace(/^(config|settings)\./, ''), text]));
}

interface ConfigurationProps {
  template: Template;
  schema: Schema;
  draft: Draft;
  faults: Readonly<Record<string, string>>;
  readOnly: boolean;
  onChange: (draft: Draft) => void;
}

function Configuration({ template, schema, draft, faults, readOnly, onChange }: ConfigurationProps) {
  const { t } = useTranslation('servers');
  const [section, setSection] = useState<Section>('server');
  const [term, setTerm] = useState('');
  return (
    <Stack gap="md">
      <Group gap="sm">
        <Select aria-label={t('config.part')} w={240} allowDeselect={false} data={SECTIONS.map((value) => ({ value, label: t(`section.${value}`) }))} value={section} onChange={(next) => next !== null && setSection(next)} />
        <SearchField label={t('config.search')} flex="1 1 180px" maw={320} value={term} onChange={setTerm} />
      </Group>
      <Text size="sm" c="dimmed">
        {t('templates.placeholders', { name: '{{name}}', port: '{{game_port}}', id: '{{id}}' })}
      </Text>
      <SectionForm schema={schema} config={startOf(schema, template)} section={section} search={term} draft={draft} faults={faults} readOnly={readOnly} onChange={onChange} />
    </Stack>
  );
}

function Mods({ entries, known, readOnly, onChange }: { entries: readonly ModEntry[]; known: readonly HostMod[]; readOnly: boolean; onChange: (entries: readonly ModEntry[]) => void }) {
  const { t } = useTranslation('servers');
  const others = known.filter(({ id }) => entries.every((entry) => entry.id !== id));
  const add = (id: string | null) => {
    const mod = known.find((one) => String(one.id) === id);
    if (mod !== undefined) onChange([...entries, { ...mod, kind: 'client' }]);
  };
  return (
    <Panel title={t('tabs.mods')} padded={false} aside={!readOnly && others.length > 0 && <Select aria-label={t('templates.addMod')} placeholder={t('templates.addMod')} size="xs" w={220} searchable nothingFoundMessage={t('templates.noMod')} translate="no" data={others.map((mod) => ({ value: String(mod.id), label: modName(mod) }))} value={null} onChange={add} />}>
      {entries.length === 0 ? <Empty icon={IconPuzzle} title={t('mods.empty')} /> : <ModOrder entries={entries} readOnly={readOnly} onChange={onChange} />}
    </Panel>
  );
}
