import { Badge, ScrollArea, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { failuresQuery } from './scan-api.js';
import classes from './scan.module.css';

/** What the scan could not read, each with its reason; the rest of the library was scanned all the same. */
export function FailuresPanel({ scanId, count }: { scanId: number; count: number }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const query = useQuery({ ...failuresQuery(scanId, count), placeholderData: keepPreviousData });
  if (count === 0) return null;
  return (
    <Panel
      title={t('failures.title')}
      padded={false}
      aside={
        <Badge color="red" variant="light" tt="none">
          {format.number(count)}
        </Badge>
      }
    >
      <QueryView query={query}>
        {(page) => (
          <ScrollArea.Autosize mah={300} viewportProps={{ tabIndex: 0, 'aria-label': t('failures.title'), role: 'region' }}>
            <ul className={classes.plain}>
              {page.items.map((failure) => (
                <li key={failure.id} className={classes.entry}>
                  <span className="mono" translate="no">
                    {failure.path}
                  </span>
                  <Text size="sm" c="dimmed" translate="no">
                    {failure.message}
                  </Text>
                </li>
              ))}
            </ul>
          </ScrollArea.Autosize>
        )}
      </QueryView>
    </Panel>
  );
}
