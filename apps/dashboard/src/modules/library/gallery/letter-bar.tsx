import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LetterStop } from '../windows.js';
import classes from './gallery.module.css';

/** Jumps to the first game of a letter; the letter on screen is marked. */
export function LetterBar({ stops, current, onJump }: { stops: LetterStop[]; current: number; onJump: (offset: number) => void }) {
  const { t } = useTranslation('library');
  const here = stops.findLast((stop) => stop.offset <= current)?.letter ?? stops[0]?.letter;
  if (stops.length < 2) return null;
  return (
    <nav className={classes.letters} aria-label={t('gallery.letters')}>
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
