import { join } from 'node:path';
import { BASIC_PARAMETERS } from '../parameters/other-parameters.js';
import type { Statement } from '../syntax/ast.js';
import { battlEyeCfg } from './battleye-cfg.js';
import { profileName } from './launch-arguments.js';
import type { FileModel, RenderedFile } from './model.js';
import { profileFile } from './profile.js';
import { serverCfg } from './server-cfg.js';
import { renderProven, statementsOf } from './statements.js';

/** Where the game looks for its profile, by platform (arma-servers spec §3.5). */
export function profilePath({ paths, config }: FileModel, platform: NodeJS.Platform = process.platform): string {
  const name = profileName(config.launch);
  return join(paths.profiles, platform === 'win32' ? 'Users' : 'home', name, `${name}.Arma3Profile`);
}

/** BattlEye reads the lower-case name on Linux; several versions looked for the other spelling, so both are written. */
export const battlEyeFileNames = (platform: NodeJS.Platform = process.platform): string[] => (platform === 'win32' ? ['BEServer_x64.cfg'] : ['beserver_x64.cfg', 'BEServer_x64.cfg']);

/**
 * All files of a server, each proven to read back as what was meant.
 *
 * @param existingProfile statements of the profile on disk, of which the game's own are kept
 */
export function renderFiles(model: FileModel, existingProfile: readonly Statement[] = []): RenderedFile[] {
  const { paths, config, serverId, revision, rconPort } = model;
  const comment = `Written by Rumpus. Manual changes are overwritten. Server ${String(serverId)}, revision ${String(revision)}.`;
  const battlEye = battlEyeCfg(config.rcon, rconPort);
  return [
    { name: 'server.cfg', path: join(paths.config, 'server.cfg'), content: renderProven(serverCfg(model), { comment }) },
    { name: 'basic.cfg', path: join(paths.config, 'basic.cfg'), content: renderProven(statementsOf(BASIC_PARAMETERS, config.basic), { comment }) },
    { name: 'server.Arma3Profile', path: profilePath(model), content: renderProven(profileFile(config.profile, existingProfile), { joined: true }) },
    ...battlEyeFileNames().map((name) => ({ name, path: join(paths.battleye, name), content: battlEye })),
  ];
}
