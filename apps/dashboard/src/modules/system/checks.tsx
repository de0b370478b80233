import { Badge, Group, Text } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react';
import { queryOptions } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem.js';

/** One dependency of the server, as `/readyz` reports it. */
export interface Check {
  status: 'up' | 'down';
  /** Milliseconds the check took. */
  ms?: number;
  /** Why it is down; only administrators are told. */
  reason?: string;
}

export interface Readiness {
  status: string;
  checks: Record<string, Check>;
}

/** `/readyz` answers 503 with the same body when something is down: that is an answer, not a failure. */
export const readinessQuery = queryOptions({
  queryKey: ['readyz'],
  queryFn: async ({ signal }): Promise<Readiness> => {
    let response: Response;
    try {
      response = await fetch('/readyz', { signal });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new ApiProblem(0, '', null);
    }
    if (!response.ok && response.status !== 503) throw new ApiProblem(response.status, '', response.headers.get('x-request-id'));
    return (await response.json()) as Readiness;
  },
  staleTime: 0,
});

const KNOWN = ['database', 'redis', 'library', 'data_dir', 'migrations', 'queue', 'shutdown'] as const;

/** A dependency with its state, in words and not by colour alone. */
export function CheckRow({ name, check }: { name: string; check: Check }) {
  const { t } = useTranslation('system');
  const up = check.status === 'up';
  const known = KNOWN.find((one) => one === name);
  return (
    <Group gap="sm" py="sm" wrap="nowrap" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      {up ? <IconCircleCheckFilled size={22} color="var(--mantine-color-felt-6)" aria-hidden /> : <IconCircleXFilled size={22} color="var(--mantine-color-red-6)" aria-hidden />}
      <div style={{ flex: 1 }}>
        <Text fw={600}>{known === undefined ? <span translate="no">{name}</span> : t(`check.${known}`)}</Text>
        {check.reason !== undefined && (
          <Text size="sm" c="dimmed" translate="no">
            {check.reason}
          </Text>
        )}
      </div>
      {check.ms !== undefined && (
        <Text size="sm" c="dimmed">
          {t('check.ms', { ms: Math.round(check.ms) })}
        </Text>
      )}
      <Badge color={up ? 'felt' : 'red'} variant="light" tt="none">
        {t(up ? 'check.up' : 'check.down')}
      </Badge>
    </Group>
  );
}
