import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LetterStop } from '../windows.js';
import classes from './gallery.module.css';

/** Jumps to the first game of a letter; the letter on screen is marked. */
export function LetterBar({ stops, current, onJump }: { stops: LetterStop[]; current: number; onJump: (offset: number) => void }) {
  const { t } = useTranslation('library');
  const here = stops.findLast((stop) => stop.offset <= current)?.letter ?? stops[0]?.letter;
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    // A bar that is longer than its place shows the letter that is marked; only the bar moves, not the page.
    const marked = [...(bar.current?.querySelectorAll('button') ?? [])].find((button) => button.textContent === here);
    if (bar.current === null || marked === undefined) return;
    bar.current.scrollTo({ left: marked.offsetLeft - bar.current.clientWidth / 2, top: marked.offsetTop - bar.current.clientHeight / 2 });
  }, [here]);
  if (stops.length < 2) return null;
  return (
    <nav ref={bar} className={classes.letters} aria-label={t('gallery.letters')}>
      {stops.map((stop) => (
        <UnstyledButton
          key={stop.letter}
          className={classes.letter}
          aria-current={stop.letter === here ? 'true' : undefined}
          aria-label={t('gallery.jump', { letter: stop.letter })}
          onClick={() => onJump(stop.offset)}
          translate="no"
        >
          {stop.letter}
        </UnstyledButton>
      ))}
    </nav>
  );
}
