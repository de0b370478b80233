import { skipToken, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../components/states.js';
import { meQuery, recordsQuery } from '../api.js';
import { ClaimFirst } from '../parts/claim-first.js';
import { NoScores, ScoreBrowser } from './score-browser.js';
import type { TabProps } from './series-page.js';

/** The reader's own bests. */
export function MyScoresTab(props: TabProps) {
  const { series, version } = props;
  const { t } = useTranslation('arcade');
  const me = useQuery(meQuery);
  const player = me.data?.id;
  const own = recordsQuery(series.series, version, player);
  const query = useQuery({ ...own, queryFn: player === undefined ? skipToken : own.queryFn });
  if (me.data === null) return <ClaimFirst />;
  if (me.data === undefined) return <QueryView query={me}>{() => null}</QueryView>;
  return (
    <ScoreBrowser
      {...props}
      query={query}
      label={t('series.tab.scores')}
      empty={<NoScores title={t('score.noneOwn')}>{t('score.noneOwnText')}</NoScores>}
    />
  );
}

/** The best of every chart on this network, and who holds it. */
export function RecordsTab(props: TabProps) {
  const { t } = useTranslation('arcade');
  const query = useQuery(recordsQuery(props.series.series, props.version));
  return <ScoreBrowser {...props} query={query} withPlayer label={t('series.tab.records')} empty={<NoScores title={t('score.none')}>{t('score.noneText')}</NoScores>} />;
}
