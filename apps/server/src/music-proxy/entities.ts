import { MusicBookmark, MusicCounter, MusicFavourite, MusicMatch, MusicPlay, MusicPlaylistAddition, MusicPlayQueue, MusicRating, MusicSetting, MusicTrack } from './store/entities.js';

/** Tables of the music proxy. */
export const musicEntities = [MusicTrack, MusicFavourite, MusicMatch, MusicSetting, MusicPlay, MusicPlayQueue, MusicPlaylistAddition, MusicCounter, MusicRating, MusicBookmark];
