import type { QueryKey } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { data, useChange } from '../api/data.js';
import type { Ban } from '../api/types.js';

/** Asks before a ban is lifted, wherever it counts. */
export function LiftModal({ ban, renews, onClose }: { ban: Ban | null; renews: readonly QueryKey[]; onClose: () => void }) {
  const { t } = useTranslation('servers');
  const lift = useChange({ run: (id: number) => data(api.DELETE('/api/bans/{ban_id}', { params: { path: { ban_id: id } } })), renews, done: t('bans.liftedDone'), onDone: onClose });
  return (
    <Confirm opened={ban !== null} title={t('bans.liftTitle')} confirmLabel={t('bans.lift')} busy={lift.isPending} onConfirm={() => ban !== null && lift.mutate(ban.id)} onClose={onClose}>
      {t('bans.liftText', { name: ban?.player_name ?? ban?.identity ?? '' })}
    </Confirm>
  );
}
