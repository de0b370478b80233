/** Scopes of the game library, in the order of library-api spec §3.9. */
export const LIBRARY_SCOPES = [
  'me.read',
  'roms.read',
  'platforms.read',
  'assets.read',
  'devices.read',
  'firmware.read',
  'roms.user.read',
  'collections.read',
  'playlists.read',
  'me.write',
  'assets.write',
  'devices.write',
  'roms.user.write',
  'collections.write',
  'playlists.write',
  'roms.write',
  'platforms.write',
  'firmware.write',
  'users.read',
  'users.write',
  'tasks.run',
  'logs.read',
] as const;

/** Scopes of the other rooms. */
export const HOUSE_SCOPES = ['servers.read', 'servers.operate', 'servers.write', 'music.read', 'music.write', 'arcade.read', 'arcade.write'] as const;
