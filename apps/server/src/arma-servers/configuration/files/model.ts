import { join } from 'node:path';
import type { ConfigData } from '../parameters/sections.js';

/** An entry of the mission rotation. */
export interface RotationItem {
  /** `name.terrain` */
  template: string;
  difficulty: string;
  params: Record<string, number | string>;
}

/** Where everything of one server lies; all absolute (arma-servers spec §3.8). */
export interface ServerPaths {
  root: string;
  config: string;
  profiles: string;
  battleye: string;
  mpmissions: string;
  keys: string;
  logs: string;
  run: string;
}

/** The folders of a server below the folder of all servers. */
export function serverPaths(serversFolder: string, serverId: number): ServerPaths {
  const root = join(serversFolder, String(serverId));
  const inside = (name: string): string => join(root, name);
  return { root, config: inside('config'), profiles: inside('profiles'), battleye: inside('battleye'), mpmissions: inside('mpmissions'), keys: inside('keys'), logs: inside('logs'), run: inside('run') };
}

/** Everything the files of a server are made from, secrets included. */
export interface FileModel {
  serverId: number;
  revision: number;
  gamePort: number;
  rconPort: number;
  config: ConfigData;
  rotation: readonly RotationItem[];
  /** Folders in loading order: announced to clients, and only here. */
  mods: { client: readonly string[]; server: readonly string[] };
  paths: ServerPaths;
}

/** A file ready to be written. */
export interface RenderedFile {
  name: string;
  path: string;
  content: string;
}
