import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { houseQuery, meQuery } from '../../api/session.js';
import { Front } from './front.js';
import { AccountStep, useAccountForm } from './step-account.js';
import { DoneStep } from './step-done.js';
import { LibraryStep } from './step-library.js';
import { LookStep } from './step-look.js';
import { StorageStep } from './step-storage.js';

/** Without the library module there is no library folder to look at. */
const stepsFor = (library: boolean) => (['look', 'account', 'storage', 'library', 'done'] as const).filter((step) => library || step !== 'library');

/** First run: language and look, claim and admin, storage, library, done. A claimed server has no first run. */
export function SetupPage() {
  const { t } = useTranslation(['setup', 'common']);
  useDocumentTitle(t('common:documentTitle', { page: t('title') }));
  const { data: house } = useQuery(houseQuery);
  const { data: me } = useQuery(meQuery);
  const [step, setStep] = useState(0);
  const account = useAccountForm();
  const card = useRef<HTMLDivElement>(null);
  const steps = stepsFor(house?.modules.includes('library') ?? true);
  const current = steps[step] ?? 'done';
  useEffect(() => {
    if (step > 0) card.current?.querySelector<HTMLElement>('h1')?.focus();
  }, [step]);
  // The steps after the second come after the claim, in the name of the new admin; a reload in the middle of them leads home.
  if (step < 2 && house?.unclaimed === false && me !== undefined) return <Navigate to="/" replace />;
  const next = () => setStep((now) => Math.min(now + 1, steps.length - 1));
  return (
    <Front width={560}>
      <Stack gap="lg" ref={card}>
        <div>
          <Group justify="space-between" mb={6}>
            <Text size="sm" c="dimmed">
              {t('step', { step: step + 1, of: steps.length })}
            </Text>
            {step === 1 && (
              <Button variant="subtle" size="compact-sm" onClick={() => setStep(0)}>
                {t('back')}
              </Button>
            )}
          </Group>
          <Progress value={((step + 1) / steps.length) * 100} size="sm" aria-label={t('progress')} />
        </div>
        {current === 'look' && <LookStep onNext={next} />}
        {current === 'account' && <AccountStep form={account} onNext={next} />}
        {current === 'storage' && <StorageStep onNext={next} />}
        {current === 'library' && <LibraryStep onNext={next} />}
        {current === 'done' && <DoneStep />}
      </Stack>
    </Front>
  );
}
