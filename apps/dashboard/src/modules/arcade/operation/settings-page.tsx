import { useTranslation } from 'react-i18next';
import { GameSettings } from './game-settings.js';
import { OperationPage } from './operation-page.js';

/** Settings of games on machines that stand in no arcade. */
export function SettingsPage() {
  const { t } = useTranslation('arcade');
  return (
    <OperationPage tab="settings" lead={t('settings.lead')}>
      <GameSettings arcade={null} />
    </OperationPage>
  );
}
