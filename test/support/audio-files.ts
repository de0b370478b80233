import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, extname } from 'node:path';

/** Tags of a made file. */
export interface Tags {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly track?: number;
}

/** Whether a tool is there; suites that need one are skipped with a word where it is missing. */
export function hasTool(command: string, argument = '-version'): boolean {
  return spawnSync(command, [argument], { stdio: 'ignore' }).error === undefined;
}

/** Makes a real sound file of the kind its name says. Noise, so that it does not compress to nothing. */
export function makeAudio(path: string, seconds: number, tags: Tags): Buffer {
  mkdirSync(dirname(path), { recursive: true });
  const metadata = Object.entries(tags).flatMap(([key, value]) => ['-metadata', `${key}=${value}`]);
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', `anoisesrc=d=${seconds}:c=pink:r=44100:a=0.3:seed=${tags.title.length}`, '-ac', '2', ...metadata, path]);
  return readFileSync(path);
}

/** Puts a cover into a sound file. The picture is made, and left where the second path says. */
export function addCover(path: string, picture: string): void {
  const plain = `${path}.plain${extname(path)}`;
  renameSync(path, plain);
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=red:s=32x32', '-frames:v', '1', picture]);
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-i', plain, '-i', picture, '-map', '0:a', '-map', '1', '-c', 'copy', '-disposition:v:0', 'attached_pic', path]);
  rmSync(plain);
}

/** What a player thinks of a file: container, codec, seconds, tags. Throws when it cannot be played. */
export function probeAudio(path: string): { format: string; codec: string; duration: number; tags: Record<string, string>; pictures: number } {
  const output = execFileSync('ffprobe', ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', path], { encoding: 'utf8' });
  const { streams, format } = JSON.parse(output) as { streams: { codec_type: string; codec_name: string; tags?: Record<string, string> }[]; format: { format_name: string; duration: string; tags?: Record<string, string> } };
  const sound = streams.find((stream) => stream.codec_type === 'audio');
  const tags = Object.fromEntries(Object.entries({ ...sound?.tags, ...format.tags }).map(([key, value]) => [key.toLowerCase(), value]));
  return { format: format.format_name, codec: sound?.codec_name ?? '', duration: Number(format.duration), tags, pictures: streams.filter((stream) => stream.codec_type === 'video').length };
}
