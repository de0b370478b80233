import type { GameVersion, Series, SeriesDefinition } from './game.js';
import type { Model } from './model.js';

/** The games this network serves. A series that is switched off is not registered, so its cabinets find nothing. */
export class GameRegistry {
  private readonly byCode = new Map<string, SeriesDefinition>();
  private readonly bySeries = new Map<Series, SeriesDefinition>();

  constructor(definitions: readonly SeriesDefinition[], enabled: readonly string[]) {
    for (const definition of definitions) {
      if (!enabled.includes(definition.series)) continue;
      this.bySeries.set(definition.series, definition);
      for (const code of definition.gameCodes) {
        if (this.byCode.has(code)) throw new Error(`two series claim the game code ${code}`);
        this.byCode.set(code, definition);
      }
    }
  }

  /** The version a model means; `parent` is the newer game that asks about it. */
  resolve(model: Model, parent?: Model): GameVersion | undefined {
    return this.byCode.get(model.gamecode)?.resolve(model, parent);
  }

  series(series: string): SeriesDefinition | undefined {
    return this.bySeries.get(series as Series);
  }

  all(): readonly SeriesDefinition[] {
    return [...this.bySeries.values()];
  }
}
