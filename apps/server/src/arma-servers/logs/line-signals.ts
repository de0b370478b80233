import { Inject, Injectable } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import { CONFIG, type Config } from '@rumpus/config';
import { LiveStates } from '../servers/live-state.js';

/** What log lines tell other parts. */
export interface LineSignalMap {
  /** A player's Steam id became known. */
  steam: [serverId: number, name: string, steamId: string];
  /** The server told how it performs. */
  load: [serverId: number];
  /** The mission ended or began. */
  mission: [serverId: number];
  /** An admin shut the server down from inside the game. */
  'in-game-shutdown': [serverId: number];
}

/** No mod tells its frames in a longer line, and a pattern of somebody's own is not let loose on more. */
const LONGEST_FRAMES_LINE = 300;
const MOST_FRAMES = 10_000;
const LOAD = /^Server load: FPS (\d+(?:\.\d+)?), memory used: \d+ MB, out: (\d+) Kbps, in: (\d+) Kbps/;
const CONNECTED = /^Player (.*) connected \(id=(\d{17})\)\.?$/;
const MISSION_FILE = /^\s*Mission file: (.*?)(?: \(__cur_mp\))?$/;
const MISSION_WORLD = /^\s*Mission world: (\S+)/;

/** Reads facts out of log texts: performance, mission, Steam ids. */
@Injectable()
export class LineSignals extends EventEmitter<LineSignalMap> {
  private readonly frames: RegExp | undefined;

  constructor(
    private readonly live: LiveStates,
    @Inject(CONFIG) { servers: { fpsPattern } }: Config,
  ) {
    super();
    this.frames = fpsPattern === undefined ? undefined : new RegExp(fpsPattern);
  }

  /** Looks at one text, without its stamp. */
  read(serverId: number, text: string): void {
    if (this.frames !== undefined && text.length <= LONGEST_FRAMES_LINE) this.framesOf(serverId, this.frames.exec(text)?.[1]);
    const first = text.charCodeAt(0);
    if (first === 83) this.load(serverId, text);
    else if (first === 80) this.player(serverId, text);
    else if (first === 32 || first === 77) this.mission(serverId, text);
    else if (text.startsWith('Waiting for next game')) this.ended(serverId);
  }

  /** What a mod tells where the server itself may not (arma-servers spec §7). */
  private framesOf(serverId: number, text: string | undefined): void {
    const fps = Number(text?.replace(',', '.') || Number.NaN);
    if (!Number.isFinite(fps) || fps < 0 || fps > MOST_FRAMES) return;
    this.live.set(serverId, { fps });
    this.emit('load', serverId);
  }

  private load(serverId: number, text: string): void {
    const match = LOAD.exec(text);
    if (match === null) return;
    this.live.set(serverId, { fps: Number(match[1]), netOutKbps: Number(match[2]), netInKbps: Number(match[3]) });
    this.emit('load', serverId);
  }

  private player(serverId: number, text: string): void {
    const match = CONNECTED.exec(text);
    if (match?.[1] !== undefined && match[2] !== undefined) this.emit('steam', serverId, match[1], match[2]);
  }

  private mission(serverId: number, text: string): void {
    const file = MISSION_FILE.exec(text);
    if (file?.[1] !== undefined) this.live.set(serverId, { mission: file[1] });
    const world = MISSION_WORLD.exec(text);
    if (world?.[1] === undefined) return;
    this.live.set(serverId, { map: world[1] });
    this.emit('mission', serverId);
  }

  private ended(serverId: number): void {
    this.live.set(serverId, { mission: null, map: null });
    this.emit('mission', serverId);
  }
}
