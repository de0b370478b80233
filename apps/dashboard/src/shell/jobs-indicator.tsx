import { ActionIcon, Indicator, Tooltip } from '@mantine/core';
import { IconProgressCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useScopes } from '../api/session.js';
import { useRunningJobs } from '../modules/system/api.js';

/** How many jobs run right now, from any page. */
export function JobsIndicator() {
  return useScopes().has('tasks.run') ? <Running /> : null;
}

function Running() {
  const { t } = useTranslation();
  const count = useRunningJobs().length;
  const label = t('jobs.running', { count });
  return (
    <Tooltip label={label}>
      <Indicator disabled={count === 0} label={count} size={18} offset={6} color="amber" processing={count > 0}>
        <ActionIcon component={Link} to="/jobs" variant="subtle" color="gray" size={44} aria-label={label}>
          <IconProgressCheck size={22} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}
