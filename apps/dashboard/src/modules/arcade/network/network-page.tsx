import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../components/states.js';
import { useAccess } from '../api.js';
import { configQuery } from '../operation/api.js';
import { OperationPage } from '../operation/operation-page.js';
import { NetworkForm } from './network-form.js';

/** The settings of the network; changes apply at once. */
export function NetworkPage() {
  const { t } = useTranslation('arcade');
  const network = useAccess()?.network === true;
  const query = useQuery({ ...configQuery, enabled: network });
  return (
    <OperationPage tab="network" lead={t('network.lead')}>
      <QueryView query={query}>{(config) => <NetworkForm config={config} />}</QueryView>
    </OperationPage>
  );
}
