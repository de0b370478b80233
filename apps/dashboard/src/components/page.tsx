import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface PageProps {
  title: string;
  /** One line under the title. */
  lead?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** Above the title: where this page belongs. */
  above?: ReactNode;
  /** True when the title is a person's own text (a file name), not ours. */
  titleIsData?: boolean;
  children: ReactNode;
}

/** Head and body of a page; names the browser tab after it. */
export function Page({ title, lead, actions, above, titleIsData = false, children }: PageProps) {
  const { t } = useTranslation();
  useDocumentTitle(t('documentTitle', { page: title }));
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end" gap="md">
        <Box miw={0} flex="1 1 260px">
          {above}
          <Title order={1} tabIndex={-1} data-page-title style={{ outline: 'none', overflowWrap: 'anywhere' }} {...(titleIsData ? { translate: 'no' } : {})}>
            {title}
          </Title>
          {lead !== undefined && (
            <Text c="dimmed" mt={4} component="div">
              {lead}
            </Text>
          )}
        </Box>
        {actions !== undefined && (
          <Group gap="xs" maw="100%">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Stack>
  );
}

/** A bordered block with a heading of its own. */
export function Panel({ title, titleIsData = false, aside, children, padded = true }: { title?: string; titleIsData?: boolean; aside?: ReactNode; children: ReactNode; padded?: boolean }) {
  const id = useId();
  return (
    <Box className="panel" component="section" aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <Group justify="space-between" px="md" pt="md" pb={padded ? 0 : 'sm'}>
          <Title order={2} size="h3" id={id} {...(titleIsData ? { translate: 'no' } : {})}>
            {title}
          </Title>
          {aside}
        </Group>
      )}
      <Box p={padded ? 'md' : 0}>{children}</Box>
    </Box>
  );
}
