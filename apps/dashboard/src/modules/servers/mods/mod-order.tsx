import { ActionIcon, Group, Select, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Sortable } from '../parts/sortable.js';
import { KINDS, modName, type Mod, type ModKind } from './api.js';
import { ModFacts } from './mod-facts.js';

/** A mod as it stands in a list being edited. */
export type ModEntry = Mod & { kind: ModKind };

interface ModOrderProps {
  entries: readonly ModEntry[];
  readOnly: boolean;
  onChange: (entries: readonly ModEntry[]) => void;
}

/** Mods in loading order, what each is for, and the way out of the list. */
export function ModOrder({ entries, readOnly, onChange }: ModOrderProps) {
  const { t } = useTranslation('servers');
  return (
    <Sortable items={entries} idOf={(mod) => String(mod.id)} nameOf={modName} disabled={readOnly} onSort={onChange}>
      {(mod) => (
        <>
          <ModFacts mod={mod} />
          <Group gap={6}>
            <Select
              aria-label={t('mods.kindOf', { name: modName(mod) })}
              w={140}
              size="xs"
              allowDeselect={false}
              disabled={readOnly}
              data={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
              value={mod.kind}
              onChange={(kind) => onChange(entries.map((one) => (one.id === mod.id && kind !== null ? { ...one, kind } : one)))}
            />
            {!readOnly && (
              <Tooltip label={t('mods.remove')}>
                <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('mods.removeNamed', { name: modName(mod) })} onClick={() => onChange(entries.filter(({ id }) => id !== mod.id))}>
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
        </>
      )}
    </Sortable>
  );
}
