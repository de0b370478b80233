/** Platforms whose games can be played in the browser: EmulatorJS, and Ruffle for `browser` (library-api spec §8.2). */
export const PLAYABLE_PLATFORMS = [
  '3do', 'amiga', 'amiga-cd', 'amiga-cd32', 'arcade', 'neogeoaes', 'neogeomvs', 'atari2600', 'atari5200', 'atari7800', 'c-plus-4', 'cpet',
  'c64', 'c128', 'colecovision', 'jaguar', 'lynx', 'dos', 'neo-geo-pocket', 'neo-geo-pocket-color', 'nes', 'famicom', 'fds', 'n64', '64dd',
  'nds', 'nintendo-dsi', 'gb', 'gba', 'gbc', 'pc-fx', 'philips-cd-i', 'psx', 'psp', 'segacd', 'sega32', 'genesis', 'sms', 'gamegear',
  'saturn', 'snes', 'sfam', 'tg16', 'vic-20', 'virtualboy', 'wonderswan', 'wonderswan-color', 'browser',
];
