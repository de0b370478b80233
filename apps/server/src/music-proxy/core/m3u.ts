/** One line of a playlist file. */
export interface M3uEntry {
  readonly artist: string;
  readonly title: string;
  /** Seconds; -1 is written when unknown, as players expect. */
  readonly duration?: number | undefined;
  /** Relative to the playlist's folder, forward slashes. */
  readonly path: string;
}

/** An extended M3U playlist in UTF-8 (music-proxy spec §5.9). Line breaks within names would make new entries, so they become spaces. */
export function writeM3u(name: string, entries: readonly M3uEntry[]): string {
  const lines = ['#EXTM3U', `#PLAYLIST:${oneLine(name)}`];
  for (const { artist, title, duration, path } of entries) {
    lines.push(`#EXTINF:${duration === undefined ? -1 : Math.round(duration)},${oneLine(artist)} - ${oneLine(title)}`, path);
  }
  return `${lines.join('\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
