import { Button, Center, Container, Loader } from '@mantine/core';
import { IconLock, IconMoodPuzzled } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.js';
import { Empty, Problem } from '../components/states.js';
import { live } from '../live/socket.js';

/** While the code or the data of a page is on its way. */
export function RouteWait() {
  const { t } = useTranslation();
  return (
    <Center mih={240} role="status" aria-label={t('state.loading')}>
      <Loader />
    </Center>
  );
}

/** A page that could not be shown. One that the server was away for is tried again when it is back. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = useCallback(() => {
    reset();
    void router.invalidate();
  }, [reset, router]);
  const offline = error instanceof ApiProblem && error.offline;
  useEffect(() => (offline ? live.onReconnect(retry) : undefined), [offline, retry]);
  return (
    <Container size="sm" py="xl">
      <Problem error={error} onRetry={retry} />
    </Container>
  );
}

/** No such page. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty
      icon={IconMoodPuzzled}
      title={t('notFound.title')}
      action={
        <Button component={Link} to="/">
          {t('notFound.home')}
        </Button>
      }
    >
      {t('notFound.text')}
    </Empty>
  );
}

/** A page that is there, but not for this person. */
export function Forbidden() {
  const { t } = useTranslation();
  return (
    <Empty
      icon={IconLock}
      title={t('forbidden.title')}
      action={
        <Button component={Link} to="/">
          {t('notFound.home')}
        </Button>
      }
    >
      {t('forbidden.text')}
    </Empty>
  );
}
