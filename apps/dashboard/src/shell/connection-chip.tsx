import { Badge, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLiveState } from '../live/socket.js';

/** Says so when events don't arrive; silent while all is well. A blink of under two seconds is not worth a word. */
export function ConnectionChip() {
  const { t } = useTranslation();
  const state = useLiveState();
  const [settled] = useDebouncedValue(state, state === 'live' ? 0 : 2000);
  return (
    <span role="status">
      {settled === 'connecting' && state === 'connecting' && (
        <Tooltip label={t('live.hint')}>
          <Badge color="amber" variant="light" size="lg" leftSection={<IconPlugConnectedX size={14} aria-hidden />} tt="none">
            {t('live.off')}
          </Badge>
        </Tooltip>
      )}
    </span>
  );
}
