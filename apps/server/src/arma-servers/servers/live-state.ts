import { Injectable } from '@nestjs/common';

/** What is known of a running server from moment to moment; not stored. */
export interface LiveState {
  cpuPercent: number | null;
  ramMb: number | null;
  fps: number | null;
  netInKbps: number | null;
  netOutKbps: number | null;
  mission: string | null;
  map: string | null;
  playerCount: number;
  rconConnected: boolean;
  rconRefused: boolean;
  /** Milliseconds of the last RCon answer. */
  rconLatencyMs: number | null;
  restartAt: number | null;
}

/** What is known of a server of which nothing is known. */
export const noLiveState = (): LiveState => ({ cpuPercent: null, ramMb: null, fps: null, netInKbps: null, netOutKbps: null, mission: null, map: null, playerCount: 0, rconConnected: false, rconRefused: false, rconLatencyMs: null, restartAt: null });

/** The live state of all servers of this host. */
@Injectable()
export class LiveStates {
  private readonly states = new Map<number, LiveState>();

  get(serverId: number): LiveState {
    return this.states.get(serverId) ?? noLiveState();
  }

  set(serverId: number, change: Partial<LiveState>): void {
    this.states.set(serverId, { ...this.get(serverId), ...change });
  }

  /** The process is gone. */
  clear(serverId: number): void {
    this.states.set(serverId, { ...noLiveState(), restartAt: this.get(serverId).restartAt });
  }

  forget(serverId: number): void {
    this.states.delete(serverId);
  }
}
