import { useFormat } from '../i18n/format.js';

/** A moment: as date and time, or as "3 minutes ago" with the exact time on hover. Takes what the API sends. */
export function When({ at, relative = false }: { at: string; relative?: boolean }) {
  const format = useFormat();
  const exact = format.dateTime(at);
  return (
    <time dateTime={new Date(at).toISOString()} title={relative ? exact : undefined}>
      {relative ? format.relative(at) : exact}
    </time>
  );
}
