import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './config.module.css';

const AROUND = 2;
/** What scrolls has to be reachable by keyboard. */
const SCROLLABLE = { tabIndex: 0 };

/** Changed lines with a few around them; the signs are part of the text, colour is not all there is. */
export function DiffView({ diff, label }: { diff: string; label: string }) {
  const { t } = useTranslation('servers');
  const lines = diff.split('\n').map((text, index) => ({ text, index, sign: text.charAt(0) }));
  const near = new Set(lines.filter(({ sign }) => sign === '+' || sign === '-').flatMap(({ index }) => Array.from({ length: 2 * AROUND + 1 }, (_, step) => index - AROUND + step)));
  const shown = lines.filter(({ index }) => near.has(index));
  return (
    <pre className={classes.diff} {...SCROLLABLE} role="region" aria-label={t('files.diffOf', { name: label })} translate="no">
      {shown.map(({ text, index, sign }, at) => (
        <Fragment key={index}>
          {at > 0 && shown[at - 1]?.index !== index - 1 && <div className={classes.gap}>⋯</div>}
          <div className={classes.diffLine} data-sign={sign}>
            {text}
          </div>
        </Fragment>
      ))}
    </pre>
  );
}
