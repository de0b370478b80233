import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ServerStatus } from '../api/types.js';
import classes from './parts.module.css';

const COLORS: Record<ServerStatus, string> = { stopped: 'gray', starting: 'amber', running: 'felt', stopping: 'amber', crashed: 'red', restarting: 'amber', error: 'red' };
const MOVING: readonly ServerStatus[] = ['starting', 'stopping', 'restarting'];

/** The state of a server in words; the dot moves while something is under way. */
export function StatusBadge({ status, size = 'md' }: { status: ServerStatus; size?: 'md' | 'lg' }) {
  const { t } = useTranslation('servers');
  return (
    <Badge color={COLORS[status]} variant="light" size={size} tt="none" className={classes.badge} data-status-of={status} leftSection={<span className={classes.dot} data-moving={MOVING.includes(status) || undefined} aria-hidden="true" />}>
      {t(`status.${status}`)}
    </Badge>
  );
}
