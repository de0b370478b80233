import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { AuditBrowser, type AuditPage } from './audit-browser.js';
import { OperationPage } from './operation-page.js';

/** Core spec 9.8. */
const TYPES = ['unhandled_packet', 'unauthorized_pcbid', 'exception', 'pcbevent', 'paseli_transaction'] as const;

const load = (page: AuditPage, signal: AbortSignal) => body(api.GET('/api/arcade/audit', { params: { query: page }, signal }));

/** What cabinets and operators did, newest first. */
export function ArcadeAuditPage() {
  const { t } = useTranslation('arcade');
  return (
    <OperationPage tab="audit" lead={t('audit.lead')}>
      <AuditBrowser name="network" load={load} types={TYPES} withArcade />
    </OperationPage>
  );
}
