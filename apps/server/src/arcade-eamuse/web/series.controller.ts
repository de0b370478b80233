import { Body, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { CurrentUser, type Principal, Scopes } from '@rumpus/auth';
import { z } from 'zod';

import { GameRegistry } from '../dispatch/registry.js';
import { PlayersService } from './players.service.js';
import { RivalsService } from './rivals.service.js';
import { Answers, ArcadeController, done, idParam, limitQuery, numberParam, numberQuery, OK, seriesParam } from './routes.js';
import { type PlayerLine, type PlayerOfSeries, type ScoreView, SeriesService, type SongView } from './series.service.js';
import { gameShape, playerLineShape, playerOfSeriesShape, scoreShape, songShape } from './shapes.js';

const MOST = 500;
const attemptsQuery = z.object({
  player: numberQuery.optional(), song: numberQuery.optional(), limit: limitQuery(MOST, 100), offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
});
const recordsQuery = z.object({ version: numberQuery.optional(), player: numberQuery.optional() });
const searchQuery = z.object({ term: z.string().min(1).max(32), remote: z.enum(['true', 'false']).default('false') });
const nameBody = z.strictObject({ name: z.string().max(32) });

/** Games, players, scores, names and rivals. */
@ArcadeController('series')
export class ArcadeSeriesController {
  constructor(private readonly registry: GameRegistry, private readonly series: SeriesService, private readonly players: PlayersService, private readonly rivalry: RivalsService) {}

  @Get()
  @Scopes('arcade.read')
  @Answers('series', 'The series and versions this network serves', z.array(gameShape))
  list(): z.infer<typeof gameShape>[] {
    return this.registry.all().map(({ series, title, scores, versions, federation }) => ({
      series, title, federated: federation !== undefined, charts: scores?.charts ?? null, categories: scores?.categories?.names ?? null,
      versions: versions.map(({ version, name, settings, page }) => ({ version, name, settings: settings?.length ?? 0, rivals: page?.rivals ?? 0, name_rule: page?.nameRule ?? null })),
    }));
  }

  @Get(':series/players')
  @Scopes('arcade.read')
  @Answers('players', 'Everybody with a profile', z.array(playerLineShape))
  playersOf(@Param('series', { schema: seriesParam }) series: string): Promise<PlayerLine[]> {
    return this.series.players(series);
  }

  @Get(':series/players/:player')
  @Scopes('arcade.read')
  @Answers('player', 'One player with all versions, home shop and days played', playerOfSeriesShape)
  player(@Param('series', { schema: seriesParam }) series: string, @Param('player', { schema: idParam }) player: number): Promise<PlayerOfSeries> {
    return this.series.player(series, player);
  }

  @Get(':series/songs')
  @Scopes('arcade.read')
  @Answers('songs', 'The songs of a series', z.array(songShape))
  songs(@Param('series', { schema: seriesParam }) series: string): Promise<SongView[]> {
    return this.series.songs(series);
  }

  @Get(':series/songs/:song/scores')
  @Scopes('arcade.read')
  @Answers('top_scores', 'Everybody\'s bests of a song', z.array(scoreShape))
  topScores(@Param('series', { schema: seriesParam }) series: string, @Param('song', { schema: numberParam }) song: number): Promise<ScoreView[]> {
    return this.series.topScores(series, song);
  }

  @Get(':series/attempts')
  @Scopes('arcade.read')
  @Answers('attempts', 'Plays, newest first', z.array(scoreShape))
  attempts(@Param('series', { schema: seriesParam }) series: string, @Query({ schema: attemptsQuery }) query: z.infer<typeof attemptsQuery>): Promise<ScoreView[]> {
    return this.series.attempts(series, { userId: query.player, songId: query.song, limit: query.limit, offset: query.offset });
  }

  @Get(':series/records')
  @Scopes('arcade.read')
  @Answers('records', 'Records of a version (without one: of all), or the bests of one player', z.array(scoreShape))
  records(@Param('series', { schema: seriesParam }) series: string, @Query({ schema: recordsQuery }) query: z.infer<typeof recordsQuery>): Promise<ScoreView[]> {
    return this.series.records(series, query.version, query.player);
  }

  @Put(':series/versions/:version/name')
  @Scopes('arcade.read')
  @Answers('rename', 'Change the caller\'s name in a game', z.object({ name: z.string() }))
  async rename(
    @CurrentUser() caller: Principal, @Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number,
    @Body({ schema: nameBody }) body: z.infer<typeof nameBody>,
  ): Promise<{ name: string }> {
    return this.series.rename(series, version, await this.players.mine(caller.id), body.name);
  }

  @Get(':series/versions/:version/rivals')
  @Scopes('arcade.read')
  @Answers('rivals', 'The caller\'s rivals in a game', z.array(playerLineShape))
  async rivals(@CurrentUser() caller: Principal, @Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number): Promise<PlayerLine[]> {
    return this.rivalry.rivals(series, version, await this.players.mine(caller.id));
  }

  @Get(':series/versions/:version/search')
  @Scopes('arcade.read')
  @Answers('search', 'Players of a game by name or number, with `remote=true` those of other networks too', z.array(playerLineShape))
  search(@Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number, @Query({ schema: searchQuery }) query: z.infer<typeof searchQuery>): Promise<PlayerLine[]> {
    return this.rivalry.search(series, version, query.term, query.remote === 'true');
  }

  @Put(':series/versions/:version/rivals/:player')
  @Scopes('arcade.read')
  @Answers('add_rival', 'Make somebody a rival', done)
  async addRival(
    @CurrentUser() caller: Principal, @Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number, @Param('player', { schema: idParam }) player: number,
  ): Promise<typeof OK> {
    await this.rivalry.addRival(series, version, await this.players.mine(caller.id), player);
    return OK;
  }

  @Delete(':series/versions/:version/rivals/:player')
  @Scopes('arcade.read')
  @Answers('remove_rival', 'Make somebody no rival any more', done)
  async removeRival(
    @CurrentUser() caller: Principal, @Param('series', { schema: seriesParam }) series: string, @Param('version', { schema: numberParam }) version: number, @Param('player', { schema: idParam }) player: number,
  ): Promise<typeof OK> {
    await this.rivalry.removeRival(series, version, await this.players.mine(caller.id), player);
    return OK;
  }
}
