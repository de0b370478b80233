import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { albumArtistOf, mainArtist, type Song } from '../core/models.js';
import type { Container } from '../providers/provider.js';
import { sniffImage } from './audio-sniff.js';

/** Facts ffprobe reads from a file. */
export interface Probed {
  readonly duration?: number;
  readonly sampleRate?: number;
  readonly bitDepth?: number;
  /** kbit/s. */
  readonly bitrate?: number;
}

/** Tools that do not end are ended. */
const toolMs = 60_000;
const muxers: Readonly<Record<Container, string>> = { flac: 'flac', mp3: 'mp3', m4a: 'ipod', aac: 'adts', ogg: 'ogg', opus: 'opus', wav: 'wav' };

/** Writes tags and reads facts with ffmpeg, which copies the sound as it is (music-proxy spec §5.10). */
export class Tagger {
  private available: Promise<boolean> | undefined;

  /** Whether ffmpeg and ffprobe can be run. Without them files stay untagged. */
  isAvailable(): Promise<boolean> {
    this.available ??= Promise.all([run('ffmpeg', ['-version']), run('ffprobe', ['-version'])]).then(
      () => true,
      () => false,
    );
    return this.available;
  }

  /**
   * Writes a tagged copy of `source` to `target`.
   * @throws when ffmpeg refuses the file; `target` is then gone
   */
  async tag(source: string, target: string, song: Song, container: Container, extras: { cover?: Buffer | undefined; lyrics?: string | undefined }): Promise<void> {
    const notes = `${target}.ffmeta`;
    const picture = `${target}.cover`;
    const cover = extras.cover && takesPicture(container) && /jpeg|png/.test(sniffImage(extras.cover) ?? '') ? extras.cover : undefined;
    try {
      await writeFile(notes, ffmetadata(tagsOf(song, container, extras.lyrics)));
      if (cover) await writeFile(picture, cover);
      await run('ffmpeg', [
        '-nostdin', '-v', 'error', '-y', '-i', source, '-i', notes, ...(cover ? ['-i', picture] : []),
        '-map', '0:a:0', ...(cover ? ['-map', '2:v', '-disposition:v', 'attached_pic', '-metadata:s:v', 'title=Cover', '-metadata:s:v', 'comment=Cover (front)'] : []),
        '-map_metadata', '1', ...(container === 'ogg' || container === 'opus' ? ['-map_metadata:s:a', '1:g'] : []),
        '-c', 'copy', ...(container === 'mp3' ? ['-id3v2_version', '4'] : []), '-f', muxers[container], target,
      ]);
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    } finally {
      await Promise.all([rm(notes, { force: true }), rm(picture, { force: true })]);
    }
  }

  /** Reads what a file is; undefined when it cannot be read as audio. */
  async probe(path: string): Promise<Probed | undefined> {
    const fields = 'stream=sample_rate,bits_per_raw_sample,bits_per_sample:format=duration,bit_rate';
    const output = await run('ffprobe', ['-v', 'error', '-select_streams', 'a:0', '-show_entries', fields, '-of', 'json', path]).catch(() => undefined);
    if (output === undefined) return undefined;
    const { streams = [], format = {} } = JSON.parse(output) as { streams?: Record<string, unknown>[]; format?: Record<string, unknown> };
    const [stream] = streams;
    if (!stream) return undefined;
    const bitrate = positive(format['bit_rate']);
    return {
      duration: positive(format['duration']),
      sampleRate: positive(stream['sample_rate']),
      bitDepth: positive(stream['bits_per_raw_sample']) ?? positive(stream['bits_per_sample']),
      bitrate: bitrate && Math.round(bitrate / 1000),
    };
  }
}

/** Pictures in Ogg are a base64 block that ffmpeg does not write; those files have the album's cover.jpg beside them. */
function takesPicture(container: Container): boolean {
  return container === 'flac' || container === 'mp3' || container === 'm4a';
}

/** Tag names as ffmpeg knows them; it translates them for each container. */
export function tagsOf(song: Song, container: Container, lyrics: string | undefined): Record<string, string | undefined> {
  const artists = song.artists.map(({ name }) => name);
  const vorbis = container === 'flac' || container === 'ogg' || container === 'opus';
  const of = (number: number | undefined, total: number | undefined): string | undefined =>
    number === undefined ? undefined : vorbis || total === undefined ? String(number) : `${number}/${total}`;
  const text = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(Math.round(value)));
  const plain = {
    title: song.title,
    artist: mainArtist(song).name === artists.join(', ') ? artists[0] : artists.join(', '),
    album: song.album?.name,
    album_artist: albumArtistOf(song),
    track: of(song.track, song.totalTracks),
    disc: of(song.disc, song.totalDiscs),
    date: song.releaseDate ?? text(song.year),
    genre: song.genres?.join('; '),
    composer: song.composers?.join('; '),
    copyright: song.copyright,
    comment: song.isrc === undefined ? undefined : `ISRC: ${song.isrc}`,
    lyrics,
  };
  const advisory = song.explicit === 1 ? '1' : song.explicit === 3 ? '2' : undefined;
  const common = { ARTISTS: artists.join('; '), ITUNESADVISORY: advisory, SOURCE: song.provider, SOURCEID: song.id };
  if (vorbis) {
    return { ...plain, ...common, TRACKTOTAL: text(song.totalTracks), DISCTOTAL: text(song.totalDiscs), BPM: text(song.bpm), ISRC: song.isrc, LABEL: song.label, ORGANIZATION: song.label };
  }
  if (container === 'm4a') return { ...plain, tmpo: text(song.bpm) };
  if (container !== 'mp3') return plain;
  return { ...plain, ...common, TBPM: text(song.bpm), TSRC: song.isrc, publisher: song.label, TLEN: text(song.duration && song.duration * 1000) };
}

/** ffmpeg's own text form of tags: `=`, `;`, `#`, backslash and line breaks are escaped, other control characters dropped. */
export function ffmetadata(tags: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(tags).flatMap(([key, value]) => {
    const clean = value?.replace(/[^\P{Cc}\n]/gu, '').trim();
    // ffmpeg takes an escaped backslash at the end of a line for a continued line; a space keeps them apart.
    return clean ? [`${key}=${clean.replace(/[=;#\\\n]/g, (character) => `\\${character}`)}${clean.endsWith('\\') ? ' ' : ''}`] : [];
  });
  return `;FFMETADATA1\n${lines.join('\n')}\n`;
}

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}

function yieldToOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, 10);
  } catch {
    // It has ended already, or the system does not let us.
  }
}

/** Runs a tool to its end and gives its output. */
async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: toolMs, killSignal: 'SIGKILL' });
  // Nobody waits for tags, but somebody may wait for his first sound.
  yieldToOthers(child.pid);
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-262_144)));
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4096)));
  return await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${command} failed: ${complaint.trim().split('\n').at(-1) ?? ''}`))));
  });
}
