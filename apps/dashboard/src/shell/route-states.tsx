import { Button, Center, Container, Loader } from '@mantine/core';
import { IconMoodPuzzled } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty, Problem } from '../components/states.js';

/** While the code or the data of a page is on its way. */
export function RouteWait() {
  const { t } = useTranslation();
  return (
    <Center mih={240} role="status" aria-label={t('state.loading')}>
      <Loader />
    </Center>
  );
}

/** A page that could not be shown. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
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
