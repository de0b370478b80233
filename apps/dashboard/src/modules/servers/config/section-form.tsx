import { Badge, Stack, Text, Textarea } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { Empty } from '../../../components/states.js';
import type { Draft, Parameter, Schema, Section, Sections } from './api.js';
import { change, isChanged, matches, valueOf } from './draft.js';
import { Field } from './field.js';

const GROUPS = ['identity', 'security', 'voting', 'network', 'play', 'logging', 'bandwidth', 'difficulty', 'ai', 'launch', 'advanced', 'rcon'] as const;

interface SectionFormProps {
  schema: Schema;
  config: Sections;
  section: Section;
  search: string;
  draft: Draft;
  faults: Readonly<Record<string, string>>;
  readOnly: boolean;
  onChange: (draft: Draft) => void;
}

/** The fault of a field, or of a part of it (`server.motd.3`). */
function faultOf(faults: SectionFormProps['faults'], section: Section, field: string): string | undefined {
  const path = `${section}.${field}`;
  return Object.entries(faults).find(([at]) => at === path || at.startsWith(`${path}.`))?.[1];
}

/** The form of one section, in groups. */
export function SectionForm({ schema, config, section, search, draft, faults, readOnly, onChange }: SectionFormProps) {
  const { t } = useTranslation('servers');
  const shown = schema[section].filter((parameter) => matches(parameter, search.trim()));
  const groups = [...new Set(shown.map(({ group }) => group))];
  const withExtra = section === 'server' && (search.trim() === '' || 'extra options raw'.includes(search.trim().toLowerCase()));
  const set = (field: string, value: unknown) => onChange(change(draft, config, section, field, value));
  if (shown.length === 0 && !withExtra) return <Empty icon={IconSearch} title={t('config.noHits')} />;
  const field = (parameter: Parameter) => (
    <Field
      key={parameter.field}
      parameter={parameter}
      value={valueOf(draft, config, section, parameter.field)}
      changed={isChanged(draft, section, parameter.field)}
      isSet={config[section][`${parameter.field}_set`] === true}
      error={faultOf(faults, section, parameter.field)}
      readOnly={readOnly}
      onChange={(value) => set(parameter.field, value)}
    />
  );
  const extra = valueOf(draft, config, 'server', 'extra_options');
  return (
    <Stack gap="lg">
      {groups.map((group) => {
        const known = GROUPS.find((one) => one === group);
        return (
          <Panel key={group} title={known === undefined ? group : t(`group.${known}`)} padded={false}>
            {shown.filter((parameter) => parameter.group === group).map(field)}
          </Panel>
        );
      })}
      {withExtra && (
        <Panel title={t('config.extra')} aside={isChanged(draft, 'server', 'extra_options') && <Badge size="sm" variant="light" tt="none">{t('config.changed')}</Badge>}>
          <Text size="sm" c="dimmed" mb="xs">
            {t('config.extraText')}
          </Text>
          <Textarea
            aria-label={t('config.extra')}
            autosize
            minRows={4}
            maxRows={24}
            maxLength={16_384}
            classNames={{ input: 'mono' }}
            spellCheck={false}
            disabled={readOnly}
            error={faultOf(faults, 'server', 'extra_options')}
            value={typeof extra === 'string' ? extra : ''}
            onChange={(event) => set('extra_options', event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
          />
        </Panel>
      )}
    </Stack>
  );
}
