import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { auditActionsQuery, usersQuery, type AuditFilters } from '../api.js';

/** What the log is about, who did it, on which days, and any text in it. */
export function AuditFilterBar({ filters, onChange }: { filters: AuditFilters; onChange: (filters: AuditFilters) => void }) {
  const { t } = useTranslation('people');
  const { data: actions } = useQuery(auditActionsQuery);
  const { data: users } = useQuery(usersQuery);
  const set = (change: { [K in keyof AuditFilters]?: AuditFilters[K] | undefined }) => {
    const wanted = Object.entries({ ...filters, ...change }).filter(([, value]) => value !== undefined && value !== '');
    onChange(Object.fromEntries(wanted));
  };
  return (
    <Group align="flex-end" gap="sm" role="search" aria-label={t('audit.filters')}>
      <Select
        flex="1 1 200px"
        label={t('audit.action')}
        placeholder={t('audit.all')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('audit.clearAction') }}
        nothingFoundMessage={t('audit.noAction')}
        data={grouped(actions ?? [], (subject) => t('audit.subject', { subject }))}
        value={filters.action ?? null}
        onChange={(action) => set({ action: action ?? undefined })}
      />
      <Select
        flex="1 1 160px"
        label={t('audit.who')}
        placeholder={t('audit.anybody')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('audit.clearWho') }}
        nothingFoundMessage={t('audit.noUser')}
        data={(users ?? []).map(({ id, username }) => ({ value: String(id), label: username }))}
        value={filters.actor === undefined ? null : String(filters.actor)}
        onChange={(id) => set({ actor: id === null ? undefined : Number(id) })}
      />
      <TextInput flex="1 1 140px" type="date" label={t('audit.since')} max={filters.to} value={filters.from ?? ''} onChange={(event) => set({ from: event.currentTarget.value })} />
      <TextInput flex="1 1 140px" type="date" label={t('audit.until')} min={filters.from} value={filters.to ?? ''} onChange={(event) => set({ to: event.currentTarget.value })} />
      <TextField key={`t${String(filters.text === undefined)}`} initial={filters.text ?? ''} onText={(text) => set({ text })} />
      {Object.keys(filters).length > 0 && (
        <Button variant="subtle" leftSection={<IconFilterOff size={18} aria-hidden />} onClick={() => onChange({})}>
          {t('audit.clear')}
        </Button>
      )}
    </Group>
  );
}

/** Keeps the letters while they are typed and asks when they pause. */
function TextField({ initial, onText }: { initial: string; onText: (text: string) => void }) {
  const { t } = useTranslation('people');
  const [text, setText] = useState(initial);
  const ask = useDebouncedCallback((value: string) => onText(value.trim()), 500);
  return (
    <TextInput
      flex="1 1 180px"
      label={t('audit.text')}
      placeholder={t('audit.textHint')}
      leftSection={<IconSearch size={16} aria-hidden />}
      maxLength={100}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}

/** Actions by subject, each subject with a first choice that means all of it. */
function grouped(actions: readonly string[], all: (subject: string) => string) {
  const subjects = new Map<string, string[]>();
  for (const action of actions) {
    const [subject = action] = action.split('.');
    subjects.set(subject, [...(subjects.get(subject) ?? []), action]);
  }
  return [...subjects].map(([subject, names]) => ({
    group: subject,
    items: [...(names.length > 1 && !names.includes(subject) ? [{ value: subject, label: all(subject) }] : []), ...names.map((name) => ({ value: name, label: name }))],
  }));
}
