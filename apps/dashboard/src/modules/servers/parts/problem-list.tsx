import { Alert, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LaunchProblem } from '../api/types.js';

/** What a dry run found: what stands in the way first, then what may go wrong. */
export function ProblemList({ problems }: { problems: readonly LaunchProblem[] }) {
  const { t } = useTranslation('servers');
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  return (
    <Stack gap="sm">
      {errors.length === 0 && (
        <Alert color="felt" variant="light" icon={<IconCircleCheck size={20} aria-hidden />} role="status">
          {t('check.fine')}
        </Alert>
      )}
      {errors.length > 0 && (
        <Alert color="red" variant="light" icon={<IconCircleX size={20} aria-hidden />} title={t('check.errors', { count: errors.length })} role="alert">
          <Reasons problems={errors} />
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert color="amber" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />} title={t('check.warnings', { count: warnings.length })}>
          <Reasons problems={warnings} />
        </Alert>
      )}
    </Stack>
  );
}

function Reasons({ problems }: { problems: readonly LaunchProblem[] }) {
  return (
    <List spacing={4} size="sm">
      {problems.map(({ code, message }) => (
        <List.Item key={`${code} ${message}`}>
          <Text size="sm" component="span" translate="no" style={{ overflowWrap: 'anywhere' }}>
            {message}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
