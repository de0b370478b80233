import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.js';
import classes from './day-bars.module.css';
import type { DayPlays } from './figures.js';

/** A bar a day: the library's plays below, those from outside on top. Screen readers get a list. */
export function DayBars({ days }: { days: readonly DayPlays[] }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const most = Math.max(1, ...days.map(({ library, outside }) => library + outside));
  const told = ({ day, library, outside }: DayPlays) => t('statistics.dayPlays', { day: format.date(`${day}T12:00:00Z`), library, outside });
  return (
    <div>
      <div className={classes.bars} aria-hidden="true">
        {days.map((one) => (
          <div key={one.day} className={classes.day} title={told(one)}>
            <div className={classes.outside} style={{ height: `${(one.outside / most) * 100}%` }} />
            <div className={classes.library} style={{ height: `${(one.library / most) * 100}%` }} />
          </div>
        ))}
      </div>
      <div className={classes.axis} aria-hidden="true">
        <span>{format.date(`${days[0]?.day ?? ''}T12:00:00Z`)}</span>
        <span>{t('statistics.most', { count: most })}</span>
        <span>{format.date(`${days.at(-1)?.day ?? ''}T12:00:00Z`)}</span>
      </div>
      <div className={classes.key} aria-hidden="true">
        <span className={classes.keyLibrary}>{t('source.library')}</span>
        <span className={classes.keyOutside}>{t('source.outside')}</span>
      </div>
      <VisuallyHidden>
        <ul>
          {days.filter(({ library, outside }) => library + outside > 0).map((one) => (
            <li key={one.day}>{told(one)}</li>
          ))}
        </ul>
      </VisuallyHidden>
    </div>
  );
}
