import { Skeleton } from '@mantine/core';
import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { useElementScrollRestoration } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../components/states.js';
import type { GallerySearch } from '../filters.js';
import type { LetterStop } from '../windows.js';
import { GameCard, GameRow } from './game-cells.js';
import { LetterBar } from './letter-bar.js';
import { useVisibleGames } from './use-list.js';
import classes from './gallery.module.css';

const GAP = 16;
const CAPTION = 52;
const ROW = 68;
/** What the head of the page, and on a telephone the letter bar below it, covers of the window, in px. */
const COVERED = { wide: 72, narrow: 128 };

interface Layout {
  columns: number;
  /** Height of one row including the gap below it, in px. */
  rowHeight: number;
}

/** Cards of about 160 px (two in a row on a small telephone), or one line for each game. */
function layoutFor(width: number, list: boolean): Layout {
  if (list) return { columns: 1, rowHeight: ROW };
  const columns = Math.max(2, Math.floor((width + GAP) / (164 + GAP)));
  const card = (width - GAP * (columns - 1)) / columns;
  return { columns, rowHeight: Math.round((card * 4) / 3) + CAPTION + GAP };
}

const STEPS: Readonly<Record<string, (layout: Layout) => number>> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: ({ columns }) => -columns,
  ArrowDown: ({ columns }) => columns,
};

/** Where the window stood when this page was left for another; coming back leads there. Asked once: the first scroll would overwrite it. */
export function usePlaceBefore(): number {
  const place = useElementScrollRestoration({ getElement: () => window });
  return useState(place?.scrollY ?? 0)[0];
}

/** Goes to where the window stood as soon as the list is long enough: the router tries before there is a list. */
function useReturn(place: number, ready: boolean): void {
  const done = useRef(place === 0);
  useLayoutEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    window.scrollTo(0, place);
  }, [place, ready]);
}

/** The games, as cards or lines; only what is on screen exists in the page, however long the list is. */
export function VirtualGames({ search, total, stops, dimmed, place }: { search: GallerySearch; total: number; stops: LetterStop[]; dimmed: boolean; place: number }) {
  const { t } = useTranslation('library');
  const list = search.view === 'list';
  const { ref: sizeRef, width } = useElementSize();
  const root = useRef<HTMLUListElement | null>(null);
  const [margin, setMargin] = useState(0);
  const layout = layoutFor(width, list);
  const rows = width === 0 ? 0 : Math.ceil(total / layout.columns);
  const narrow = useMediaQuery('(max-width: 47.99em)') ?? false;
  const covered = narrow ? COVERED.narrow : COVERED.wide;
  const virtualizer = useWindowVirtualizer({ count: rows, estimateSize: () => layout.rowHeight, overscan: 3, scrollMargin: margin, scrollPaddingStart: covered });
  useReturn(place, rows > 0);

  useEffect(() => {
    setMargin((root.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, [width]);
  useEffect(() => virtualizer.measure(), [virtualizer, layout.rowHeight, layout.columns]);

  const items = virtualizer.getVirtualItems();
  const first = (items[0]?.index ?? 0) * layout.columns;
  const last = ((items.at(-1)?.index ?? 0) + 1) * layout.columns - 1;
  // Of the row at the top the last game counts: after a jump it is one of the letter that was asked for. Above all rows it is the first.
  const top = Math.floor(((virtualizer.scrollOffset ?? 0) + covered - margin) / layout.rowHeight);
  const current = top < 0 ? 0 : Math.min(total, (top + 1) * layout.columns) - 1;
  const games = useVisibleGames(search, first, last, total);
  const focusAt = useFocusAt(root, total, (index) => virtualizer.scrollToIndex(Math.floor(index / layout.columns), { align: 'auto' }));

  useKeys(root, (event) => {
    const from = event.target instanceof HTMLElement ? Number(event.target.closest('[data-index]')?.getAttribute('data-index') ?? Number.NaN) : Number.NaN;
    const step = STEPS[event.key]?.(layout) ?? (event.key === 'Home' ? -total : event.key === 'End' ? total : undefined);
    if (Number.isNaN(from) || step === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    focusAt(Math.min(total - 1, Math.max(0, from + step)));
  });

  const Cell = list ? GameRow : GameCard;
  return (
    <>
      {games.error !== null && <Problem error={games.error} onRetry={games.retry} />}
      <div className={classes.frame}>
        <ul
          ref={(node: HTMLUListElement | null) => {
            root.current = node;
            sizeRef(node);
          }}
          className={classes.canvas}
          style={{ height: virtualizer.getTotalSize(), opacity: dimmed ? 0.6 : 1 }}
          aria-label={t('gallery.title')}
        >
          {items.flatMap((row) =>
            Array.from({ length: layout.columns }, (_, column) => {
              const index = row.index * layout.columns + column;
              if (index >= total) return null;
              const rom = games.at(index);
              const card = (width - GAP * (layout.columns - 1)) / layout.columns;
              const place = { transform: `translate(${column * (card + GAP)}px, ${row.start - virtualizer.options.scrollMargin}px)`, width: card, height: layout.rowHeight - (list ? 8 : GAP) };
              return (
                <li key={index} aria-setsize={total} aria-posinset={index + 1} className={classes.cell} style={place} data-index={index}>
                  {rom === undefined ? <Skeleton height="100%" radius="md" /> : <Cell rom={rom} />}
                </li>
              );
            }),
          )}
        </ul>
        {(search.order === undefined || search.order === 'name') && (
          <LetterBar stops={stops} current={current} onJump={(offset) => virtualizer.scrollToIndex(Math.floor(offset / layout.columns), { align: 'start' })} />
        )}
      </div>
    </>
  );
}

/** Calls `onKey` for keys pressed anywhere in the list. */
function useKeys(root: RefObject<HTMLElement | null>, onKey: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const element = root.current;
    const listen = (event: KeyboardEvent) => latest.current(event);
    element?.addEventListener('keydown', listen);
    return () => element?.removeEventListener('keydown', listen);
  }, [root]);
}

/** Scrolls to a game and gives it the focus as soon as it is in the page. */
function useFocusAt(root: RefObject<HTMLUListElement | null>, total: number, scroll: (index: number) => void): (index: number) => void {
  const wanted = useRef<number | null>(null);
  const tryFocus = useCallback(() => {
    if (wanted.current === null) return;
    const link = root.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`);
    if (link == null) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  }, [root]);
  useEffect(tryFocus);
  return (index) => {
    if (index < 0 || index >= total) return;
    wanted.current = index;
    scroll(index);
    tryFocus();
  };
}
