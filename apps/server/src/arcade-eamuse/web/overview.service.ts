import { Injectable } from '@nestjs/common';

import { parseModel } from '../dispatch/model.js';
import { GameRegistry } from '../dispatch/registry.js';
import { NetworkSettings } from '../settings/network-settings.js';
import { ArcadeData } from '../store/arcade-data.js';
import { Presence, type Sighting } from '../wire/presence.js';

/** A machine that was heard in this time is playing. */
const PLAYING_MS = 15 * 60_000;

export interface Playing {
  series: string;
  version: number;
  game: string;
  machines: number;
  last_call: string;
}

export interface Entrance {
  /** Listener for cabinets; null when it is off. */
  port: number | null;
  prefix: string;
  /** Host that games are told to call; null: the one they called already. */
  advertised: string | null;
  enforce_pcbid: boolean;
}

export interface Seen {
  pcbid: string;
  name: string;
  arcade_id: number | null;
  arcade: string | null;
  model: string;
  game: string | null;
  address: string;
  last_call: string;
  calls: number;
  failed: number;
}

export interface Activity {
  since: string;
  minutes: { at: string; calls: number; failed: number }[];
  machines: Seen[];
}

const iso = (time: number): string => new Date(time).toISOString();

/** What goes on right now. */
@Injectable()
export class OverviewService {
  constructor(private readonly presence: Presence, private readonly registry: GameRegistry, private readonly data: ArcadeData, private readonly network: NetworkSettings) {}

  /** The games that machines play now, the one with the newest call first; says nothing about who plays where. */
  playing(now = Date.now()): Playing[] {
    const games = new Map<string, Playing>();
    for (const sighting of this.presence.list()) {
      const game = now - sighting.at > PLAYING_MS ? undefined : this.gameOf(sighting);
      if (game === undefined) continue;
      const key = `${game.series} ${game.version}`;
      const line = games.get(key) ?? { series: game.series, version: game.version, game: game.name, machines: 0, last_call: iso(sighting.at) };
      line.machines++;
      games.set(key, line);
    }
    return [...games.values()];
  }

  entrance(): Entrance {
    const { port, address, enforcePcbid } = this.network.current;
    return { port: port === 0 ? null : port, prefix: '/eamuse', advertised: address ?? null, enforce_pcbid: enforcePcbid };
  }

  /** Machines that have called and calls by minute. The minutes are the whole network's and only told to those who run it. */
  async activity(arcades: 'all' | ReadonlySet<number>): Promise<Activity> {
    const known = new Map((await this.data.machines.all()).map((machine) => [machine.pcbid, machine]));
    const machines = this.presence.list().map((sighting): Seen => {
      const machine = known.get(sighting.pcbid);
      return {
        pcbid: sighting.pcbid, name: machine?.name ?? '', arcade_id: machine?.arcade?.id ?? null, arcade: machine?.arcade?.name ?? null, model: sighting.model, game: this.gameOf(sighting)?.name ?? null,
        address: sighting.address, last_call: iso(sighting.at), calls: sighting.calls, failed: sighting.failed,
      };
    });
    return {
      since: iso(this.presence.since),
      minutes: arcades === 'all' ? this.presence.lastHour().map(({ at, calls, failed }) => ({ at: iso(at), calls, failed })) : [],
      machines: machines.filter(({ arcade_id }) => arcades === 'all' || (arcade_id !== null && arcades.has(arcade_id))),
    };
  }

  private gameOf({ model }: Sighting): ReturnType<GameRegistry['resolve']> {
    const parsed = parseModel(model);
    return parsed === undefined ? undefined : this.registry.resolve(parsed);
  }
}
