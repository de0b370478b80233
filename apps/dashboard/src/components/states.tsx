import { Alert, Button, Center, Code, Group, Skeleton, Stack, Text, ThemeIcon, Title, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconClockPause, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import type { Icon } from '../modules/registry.js';

/** Nothing there yet: what the place is for, and the one thing to do about it. */
export function Empty({ icon: Glyph, title, children, action }: { icon: Icon; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap="sm" maw={440} ta="center">
        <ThemeIcon size={64} radius="xl" variant="light">
          <Glyph size={32} stroke={1.5} aria-hidden />
        </ThemeIcon>
        <Title order={2} size="h3">
          {title}
        </Title>
        {children !== undefined && <Text c="dimmed">{children}</Text>}
        {action}
      </Stack>
    </Center>
  );
}

/** A sentence for a person about what went wrong. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiProblem)) return t('problem.unknown');
    if (error.offline) return t('problem.offline');
    if (error.status === 403) return t('problem.forbidden');
    if (error.spoken) return error.detail;
    return t(error.status >= 500 ? 'problem.server' : 'problem.unknown');
  };
}

/** Nobody is signed in any more: the sign-in is on its way, there is nothing to complain of. */
const sessionOver = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;

/** What failed, the id to look for in the log, and a way to try again. */
export function Problem({ error, onRetry, compact = false }: { error: unknown; onRetry?: () => void; compact?: boolean }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const offline = error instanceof ApiProblem && error.offline;
  const id = error instanceof ApiProblem ? error.requestId : null;
  const Glyph = offline ? IconPlugConnectedX : IconAlertTriangle;
  if (sessionOver(error)) return null;
  return (
    <Alert color="red" variant="light" icon={<Glyph size={20} aria-hidden />} title={compact ? undefined : t(offline ? 'problem.offlineTitle' : 'problem.title')} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{text(error)}</Text>
        {id !== null && (
          <Text size="xs" c="dimmed">
            {t('problem.requestId')} <Code translate="no">{id}</Code>
          </Text>
        )}
        {onRetry !== undefined && (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Shown beside data that could not be refreshed: it is real, but from then. */
export function StaleChip({ since, onRetry }: { since: number; onRetry: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Tooltip label={t('stale.hint')}>
      <Button size="compact-sm" color="amber" variant="light" leftSection={<IconClockPause size={16} aria-hidden />} onClick={onRetry}>
        {t('stale.label', { when: format.relative(since) })}
      </Button>
    </Tooltip>
  );
}

/** Grey lines where a list will be. */
export function ListSkeleton({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  );
}

interface QueryViewProps<T> {
  query: UseQueryResult<T>;
  skeleton?: ReactNode;
  /** True when there is data but nothing in it. */
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  children: (data: T) => ReactNode;
}

/** The four states of a view that shows one query: loading, failed, empty, there (and there, but stale). */
export function QueryView<T>({ query, skeleton, isEmpty, empty, children }: QueryViewProps<T>) {
  const { data } = query;
  const retry = () => void query.refetch();
  const over = sessionOver(query.error);
  if (data === undefined) return query.isError && !over ? <Problem error={query.error} onRetry={retry} /> : (skeleton ?? <ListSkeleton />);
  const nothing = isEmpty?.(data) === true && empty !== undefined;
  return (
    <>
      {query.isError && !over && (
        <Group justify="flex-end" mb="xs">
          <StaleChip since={query.dataUpdatedAt} onRetry={retry} />
        </Group>
      )}
      {nothing ? empty : children(data)}
    </>
  );
}
