import { Button, Highlight, Skeleton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconChevronRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleLine } from './buffer.js';
import classes from './console.module.css';

interface LinesProps {
  lines: readonly ConsoleLine[];
  wrap: boolean;
  /** Words to mark. */
  term: string;
  loading: boolean;
  /** Said when there are no lines. */
  nothing: string;
  /** Before the first line. */
  top: ReactNode;
}

/** What scrolls has to be reachable by keyboard. */
const SCROLLABLE = { tabIndex: 0 };
const NEAR_END = 48;
const SAY_EVERY_MS = 5_000;

/** Lines of a console: as many as there are, a screen of them in the document. Follows new ones until somebody scrolls away. */
export function Lines({ lines, wrap, term, loading, nothing, top }: LinesProps) {
  const { t } = useTranslation('servers');
  const frame = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => frame.current, estimateSize: () => 21, overscan: 24, getItemKey: (index) => lines[index]?.key ?? index });
  const last = lines.at(-1)?.key;
  // Grows once more when wrapped lines have been measured.
  const height = rows.getTotalSize();
  useEffect(() => {
    const box = frame.current;
    if (following && box !== null) box.scrollTop = box.scrollHeight;
  }, [last, following, wrap, height]);
  const onScroll = () => {
    const box = frame.current;
    if (box !== null) setFollowing(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END);
  };
  return (
    <div className={classes.window}>
      <div ref={frame} className={classes.lines} role="log" aria-live="off" aria-label={t('tabs.console')} {...SCROLLABLE} onScroll={onScroll} data-wrap={wrap || undefined} translate="no">
        {loading ? (
          <div className={classes.waiting}>
            {[70, 45, 60, 38].map((width) => (
              <Skeleton key={width} height={12} width={`${width}%`} mb={10} />
            ))}
          </div>
        ) : (
          <>
            <div className={classes.top}>{top}</div>
            {lines.length === 0 && <div className={classes.nothing}>{nothing}</div>}
            <div style={{ height, position: 'relative' }}>
              {rows.getVirtualItems().map((row) => {
                const line = lines[row.index];
                return line === undefined ? null : (
                  <div key={row.key} ref={rows.measureElement} data-index={row.index} className={classes.line} data-level={line.level} data-kind={line.kind} style={{ transform: `translateY(${row.start}px)` }}>
                    <Row line={line} term={term} />
                  </div>
                );
              })}
            </div>
          </>
        )}
      </div>
      {!following && (
        <Button className={classes.jump} size="xs" leftSection={<IconArrowDown size={16} aria-hidden />} onClick={() => setFollowing(true)}>
          {t('console.newest')}
        </Button>
      )}
      <Spoken lines={lines} />
    </div>
  );
}

const clock = (ts: string | null): string => (ts === null ? '' : new Date(ts).toLocaleTimeString([], { hour12: false }));

function Row({ line, term }: { line: ConsoleLine; term: string }) {
  const { t } = useTranslation('servers');
  const marked = line.level === 'warning' || line.level === 'error' || line.level === 'critical';
  return (
    <>
      <time className={classes.time}>{clock(line.ts)}</time>
      {marked && <span className={classes.level}>{t(`level.${line.level}`)}</span>}
      {line.kind === 'sent' && <IconChevronRight size={16} aria-hidden className={classes.sign} />}
      <span className={classes.message}>{term === '' ? line.message : <Highlight component="span" inherit highlight={term}>{line.message}</Highlight>}</span>
      {line.repeat > 1 && <span className={classes.repeat}>{t('console.repeat', { count: line.repeat })}</span>}
    </>
  );
}

/** For screen readers: not each line as it flies by, but now and then how many there were, and how bad. */
function Spoken({ lines }: { lines: readonly ConsoleLine[] }) {
  const { t } = useTranslation('servers');
  const [text, setText] = useState('');
  const seen = useRef<string | undefined>(undefined);
  const latest = useRef(lines);
  useEffect(() => {
    latest.current = lines;
  });
  useEffect(() => {
    seen.current = latest.current.at(-1)?.key;
    const timer = setInterval(() => {
      const all = latest.current;
      const from = all.findIndex(({ key }) => key === seen.current) + 1;
      const fresh = all.slice(from);
      seen.current = all.at(-1)?.key;
      if (fresh.length > 0) setText(t('console.spoken', { count: fresh.length, errors: fresh.filter(({ level }) => level === 'error' || level === 'critical').length }));
    }, SAY_EVERY_MS);
    return () => clearInterval(timer);
  }, [t]);
  return <VisuallyHidden role="status">{text}</VisuallyHidden>;
}
