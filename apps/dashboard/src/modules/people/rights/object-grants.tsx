import { ActionIcon, Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconDeviceGamepad2, IconPlus, IconServer, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KINDS, objectsQuery, RIGHTS, type GrantableObject, type ObjectKind } from './objects.js';

export interface ObjectGrant {
  scope: string;
  kind: ObjectKind;
  id: string;
}

const icons = { server: IconServer, arcade: IconDeviceGamepad2 } as const;

/** Rights on one game server or one arcade: its operator, its owner. */
export function ObjectGrants({ value, onChange }: { value: readonly ObjectGrant[]; onChange: (grants: ObjectGrant[]) => void }) {
  const { t } = useTranslation(['people', 'common']);
  const servers = useQuery(objectsQuery('server'));
  const arcades = useQuery(objectsQuery('arcade'));
  const objects: Readonly<Record<ObjectKind, readonly GrantableObject[]>> = { server: servers.data ?? [], arcade: arcades.data ?? [] };
  const nameOf = (grant: ObjectGrant) => objects[grant.kind].find(({ id }) => id === grant.id)?.name ?? t('objects.gone', { id: grant.id });
  return (
    <Stack>
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('objects.none')}
        </Text>
      )}
      {value.length > 0 && (
        <Stack gap={0} component="ul" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {value.map((grant) => {
            const Glyph = icons[grant.kind];
            const name = nameOf(grant);
            return (
              <Group component="li" key={`${grant.kind}:${grant.id}:${grant.scope}`} justify="space-between" wrap="nowrap" py={6} style={{ borderTop: '1px solid var(--rumpus-border)' }}>
                <Group gap="sm" miw={0}>
                  <Glyph size={20} aria-hidden />
                  <Text size="sm" fw={600} translate="no" style={{ overflowWrap: 'anywhere' }}>
                    {name}
                  </Text>
                  <Badge variant="light" tt="none">
                    {t(`common:scope.${grant.scope as (typeof RIGHTS)[ObjectKind][number]}`)}
                  </Badge>
                </Group>
                <ActionIcon variant="subtle" color="red" size={36} aria-label={t('objects.removeNamed', { name, right: t(`common:scope.${grant.scope as (typeof RIGHTS)[ObjectKind][number]}`) })} onClick={() => onChange(value.filter((one) => one !== grant))}>
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Group>
            );
          })}
        </Stack>
      )}
      <AddGrant objects={objects} value={value} onAdd={(grant) => onChange([...value, grant])} />
    </Stack>
  );
}

function AddGrant({ objects, value, onAdd }: { objects: Readonly<Record<ObjectKind, readonly GrantableObject[]>>; value: readonly ObjectGrant[]; onAdd: (grant: ObjectGrant) => void }) {
  const { t } = useTranslation(['people', 'common']);
  const [object, setObject] = useState<string | null>(null);
  const [right, setRight] = useState<string | null>(null);
  const kinds = KINDS.filter((kind) => objects[kind].length > 0);
  const kind = KINDS.find((one) => object?.startsWith(`${one}:`) === true);
  if (kinds.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('objects.nothing')}
      </Text>
    );
  }
  const rights: readonly string[] = kind === undefined ? [] : RIGHTS[kind];
  const id = object?.slice((kind?.length ?? 0) + 1) ?? '';
  const doubled = value.some((grant) => grant.kind === kind && grant.id === id && grant.scope === right);
  const add = () => {
    if (kind === undefined || right === null) return;
    onAdd({ kind, id, scope: right });
    setRight(null);
  };
  return (
    <Group align="flex-end" gap="xs">
      <Select
        flex="1 1 200px"
        label={t('objects.object')}
        searchable
        nothingFoundMessage={t('objects.notFound')}
        data={kinds.map((one) => ({ group: t(`objects.kind.${one}`), items: objects[one].map(({ id: key, name }) => ({ value: `${one}:${key}`, label: name })) }))}
        value={object}
        onChange={(next) => {
          setObject(next);
          setRight(null);
        }}
      />
      <Select
        flex="1 1 200px"
        label={t('objects.right')}
        disabled={kind === undefined}
        data={rights.map((scope) => ({ value: scope, label: t(`common:scope.${scope as (typeof RIGHTS)[ObjectKind][number]}`) }))}
        value={right}
        onChange={setRight}
      />
      <Button variant="light" leftSection={<IconPlus size={18} aria-hidden />} disabled={right === null || doubled} onClick={add}>
        {t('objects.add')}
      </Button>
    </Group>
  );
}
