import { MusicFavourite, MusicMatch, MusicTrack } from './store/entities.js';

/** Tables of the music proxy. */
export const musicEntities = [MusicTrack, MusicFavourite, MusicMatch];
