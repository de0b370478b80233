import { Alert, Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../components/states.js';
import { Dialog } from '../parts/dialog.js';
import { descriptionQuery, type Mission, type MissionDescription, type RotationEntry } from './api.js';

type Params = RotationEntry['params'];

interface ParamsModalProps {
  serverId: number;
  mission: Mission | null;
  params: Params;
  onClose: () => void;
  onApply: (params: Params) => void;
}

/** The parameters a mission declares in its archive, with the words of its author. */
export function ParamsModal({ serverId, mission, params, onClose, onApply }: ParamsModalProps) {
  const { t } = useTranslation('servers');
  return (
    <Dialog opened={mission !== null} onClose={onClose} size="lg" title={t('rotation.parametersOf', { name: mission?.mission_name ?? '' })}>
      {mission !== null && <Detail key={mission.id} serverId={serverId} mission={mission} params={params} onClose={onClose} onApply={onApply} />}
    </Dialog>
  );
}

function Detail({ serverId, mission, params, onClose, onApply }: ParamsModalProps & { mission: Mission }) {
  const query = useQuery(descriptionQuery(serverId, mission.id));
  return <QueryView query={query}>{(description) => <Form description={description} params={params} onClose={onClose} onApply={onApply} />}</QueryView>;
}

function Form({ description, params, onClose, onApply }: { description: MissionDescription } & Pick<ParamsModalProps, 'params' | 'onClose' | 'onApply'>) {
  const { t } = useTranslation(['servers', 'common']);
  const [values, setValues] = useState<Params>(params);
  const set = (name: string, value: number | null) =>
    setValues(({ [name]: _before, ...rest }) => (value === null ? rest : { ...rest, [name]: value }));
  const facts = [description.title, description.author, description.game_type].filter((fact) => fact !== null);
  return (
    <Stack>
      {facts.length > 0 && (
        <Text size="sm" c="dimmed" translate="no">
          {facts.join(' · ')}
        </Text>
      )}
      {description.warning !== null && (
        <Alert color="amber" variant="light" icon={<IconInfoCircle size={20} aria-hidden />}>
          <span translate="no">{description.warning}</span>
        </Alert>
      )}
      {description.params.length === 0 && <Text>{t('rotation.noParameters')}</Text>}
      {description.params.map(({ name, title, values: allowed, texts, default: standard }) => {
        const value = values[name];
        const label = <span translate="no">{title}</span>;
        const words = (one: number): string => texts[allowed.indexOf(one)] ?? String(one);
        if (allowed.length === 0) return <NumberInput key={name} label={label} placeholder={standard === null ? '' : String(standard)} value={typeof value === 'number' ? value : ''} onChange={(next) => set(name, typeof next === 'number' ? next : null)} />;
        return (
          <Select
            key={name}
            label={label}
            clearable
            clearButtonProps={{ 'aria-label': t('config.toDefault') }}
            placeholder={standard === null ? '' : t('rotation.standard', { value: words(standard) })}
            data={allowed.map((one) => ({ value: String(one), label: words(one) }))}
            value={value === undefined ? null : String(value)}
            onChange={(next) => set(name, next === null ? null : Number(next))}
          />
        );
      })}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        {description.params.length > 0 && <Button onClick={() => onApply(values)}>{t('rotation.apply')}</Button>}
      </Group>
    </Stack>
  );
}
