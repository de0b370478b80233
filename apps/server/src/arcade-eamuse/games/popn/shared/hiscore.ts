const BITS = 17;
const MAX_POINTS = (1 << BITS) - 1;

/** One score to pack: where its song and chart stand. */
export interface PackedScore {
  songId: number;
  /** Which of the `perSong` places of the song. */
  position: number;
  points: number;
}

/** Packs points as a little-endian stream of 17-bit numbers (pop'n spec 3.8). Songs outside of the table are left out. */
export function packHiscore(scores: readonly PackedScore[], songs: number, perSong: number): Buffer {
  const bytes = Buffer.alloc(Math.floor((songs * perSong * BITS + 7) / 8));
  for (const { songId, position, points } of scores) {
    if (songId < 0 || songId >= songs) continue;
    const bit = (songId * perSong + position) * BITS;
    const value = Math.min(Math.max(points, 0), MAX_POINTS) * 2 ** (bit & 7);
    for (let i = 0; i < 3; i++) {
      const at = (bit >> 3) + i;
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) | (Math.floor(value / 2 ** (8 * i)) & 0xff);
    }
  }
  return bytes;
}
