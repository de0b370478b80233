import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty, QueryView } from '../../../components/states.js';
import { useAccess } from '../api.js';
import { ChangeList } from './change-list.js';
import { OperationPage } from './operation-page.js';
import { changesQuery } from './players-api.js';

/** Everything that can be taken back. */
export function ChangesPage() {
  const { t } = useTranslation('arcade');
  const network = useAccess()?.network === true;
  const query = useQuery({ ...changesQuery, enabled: network });
  return (
    <OperationPage tab="changes" lead={t('changes.lead')}>
      <QueryView
        query={query}
        isEmpty={(changes) => changes.length === 0}
        empty={
          <Empty icon={IconHistory} title={t('changes.empty')}>
            {t('changes.emptyText')}
          </Empty>
        }
      >
        {(changes) => <ChangeList changes={changes} />}
      </QueryView>
    </OperationPage>
  );
}
