/** A file of a game as far as its place in an archive goes. */
export interface NamedFile {
  readonly file_name: string;
  readonly file_path: string;
}

const fullPath = (file: NamedFile): string => `${file.file_path}/${file.file_name}`;

/**
 * Names of a game's files in its archive: the path below the game's folder, or below `.hidden/` for front-ends that hide
 * the parts of a multi-disc game (library-api spec §9.1).
 */
export function entryNames(files: readonly NamedFile[], romPath: string, hiddenFolder: boolean): string[] {
  const prefix = `${romPath}/`;
  return files.map((file) => {
    const path = fullPath(file);
    const inside = path.startsWith(prefix) ? path.slice(prefix.length) : file.file_name;
    return hiddenFolder ? `.hidden/${inside}` : inside;
  });
}

const extensionOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/**
 * The play list that goes with several files, or undefined when the game brings one along. Cue sheets stand for their
 * tracks; without any, every file is listed.
 *
 * @param allFiles every file of the game, not only the selected ones
 */
export function playlist(allFiles: readonly NamedFile[], names: readonly string[]): string | undefined {
  if (allFiles.some((file) => extensionOf(file.file_name) === 'm3u')) return undefined;
  const cues = names.filter((name) => extensionOf(name) === 'cue');
  return (cues.length > 0 ? cues : names).join('\n');
}

/** A name from outside, made safe as the name of a file: no path, no control characters, no device of its own. */
export function safeFileName(name: string, fallback: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const plain = name.replace(/[/\\]/g, '_').replace(/[\u0000-\u001f\u007f]/g, '').trim().slice(0, 250);
  return plain === '' || plain === '.' || plain === '..' ? fallback : plain;
}
