import { choice, integer, number, onOff, text, texts, trueFalse } from './kinds.js';
import { group, parameter as p, type Parameter } from './parameter.js';

const IPV4 = '^(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}$';

/** Everything of basic.cfg (arma-servers spec §3.4). */
export const BASIC_PARAMETERS: readonly Parameter[] = group(
  'bandwidth',
  p('max_msg_send', 'MaxMsgSend', integer(1, 10_000), 'Packets per simulation step; large values on a small line cause lag.', { gameDefault: 128 }),
  p('max_size_guaranteed', 'MaxSizeGuaranteed', integer(64, 1_472), 'Payload of a guaranteed packet.', { unit: 'bytes', gameDefault: 512 }),
  p('max_size_nonguaranteed', 'MaxSizeNonguaranteed', integer(64, 1_472), 'Payload of repeated updates.', { unit: 'bytes', gameDefault: 256 }),
  p('min_bandwidth', 'MinBandwidth', integer(1, 2_147_483_647), 'Bandwidth the server may count on.', { unit: 'bit/s', gameDefault: 131_072, warning: 'Too high = lag.' }),
  p('max_bandwidth', 'MaxBandwidth', integer(1, 2_147_483_647), 'Bandwidth the server never exceeds.', { unit: 'bit/s' }),
  p('min_error_to_send', 'MinErrorToSend', number(0.0001, 1), 'Smaller = smoother far units, more traffic.', { gameDefault: 0.001 }),
  p('min_error_to_send_near', 'MinErrorToSendNear', number(0.0001, 1), 'The same for near units.', { gameDefault: 0.01 }),
  p('max_custom_file_size', 'MaxCustomFileSize', integer(0, 10_485_760), 'Largest custom face or sound; 0 = none.', { unit: 'bytes' }),
  p('max_packet_size', 'maxPacketSize', integer(256, 1_472), 'Size of a network packet.', { inClass: 'sockets', unit: 'bytes', gameDefault: 1_400 }),
  p('language', 'language', choice(Object.fromEntries(['English', 'Czech', 'French', 'German', 'Italian', 'Japanese', 'Korean', 'Polish', 'Portuguese', 'Russian', 'Spanish', 'Chinese', 'Chinesesimp', 'Turkish'].map((name) => [name, name]))), 'Language of server messages.', { gameDefault: 'English' }),
  p('view_distance', 'viewDistance', integer(200, 12_000), 'View distance.', { unit: 'm' }),
  p('terrain_grid', 'terrainGrid', choice([[3.125, 'finest'], [6.25, 'fine'], [12.5, 'medium'], [25, 'coarse'], [50, 'no grass']]), 'Terrain detail.'),
);

const scale = choice([[0, 'never'], [1, 'limited distance'], [2, 'always']]);
const fade = choice([[0, 'never'], [1, 'fades'], [2, 'always']]);
type Row = readonly [field: string, key: string, kind: Parameter['kind'], value: number | boolean, help: string];

const OPTIONS: readonly Row[] = [
  ['reduced_damage', 'reducedDamage', onOff, false, 'Players take less damage.'],
  ['group_indicators', 'groupIndicators', scale, 1, 'Marks on members of the own group.'],
  ['friendly_tags', 'friendlyTags', scale, 1, 'Names of friends.'],
  ['enemy_tags', 'enemyTags', scale, 0, 'Names of enemies.'],
  ['detected_mines', 'detectedMines', scale, 1, 'Marks on mines that were found.'],
  ['commands', 'commands', fade, 1, 'Marks of commands.'],
  ['waypoints', 'waypoints', fade, 1, 'Marks of waypoints.'],
  ['tactical_ping', 'tacticalPing', choice([[0, 'off'], [1, 'in the world'], [2, 'on the map'], [3, 'both']]), 0, 'Tactical ping.'],
  ['weapon_info', 'weaponInfo', fade, 2, 'Weapon and ammunition.'],
  ['stance_indicator', 'stanceIndicator', fade, 2, 'Stance.'],
  ['stamina_bar', 'staminaBar', onOff, true, 'Stamina.'],
  ['weapon_crosshair', 'weaponCrosshair', onOff, false, 'Crosshair.'],
  ['vision_aid', 'visionAid', onOff, false, 'Highlights of units in sight.'],
  ['squad_radar', 'squadRadar', onOff, false, 'Squad radar.'],
  ['third_person_view', 'thirdPersonView', choice([[0, 'off'], [1, 'on'], [2, 'vehicles only']]), 0, 'Third person view.'],
  ['camera_shake', 'cameraShake', onOff, true, 'Camera shake.'],
  ['score_table', 'scoreTable', onOff, true, 'Score table.'],
  ['death_messages', 'deathMessages', onOff, true, '“Killed by” messages.'],
  ['von_id', 'vonID', onOff, true, 'Who is speaking.'],
  ['map_content', 'mapContent', onOff, false, 'Known units on the map (older versions).'],
  ['map_content_friendly', 'mapContentFriendly', onOff, false, 'Known friends on the map.'],
  ['map_content_enemy', 'mapContentEnemy', onOff, false, 'Known enemies on the map.'],
  ['map_content_mines', 'mapContentMines', onOff, false, 'Known mines on the map.'],
  ['auto_report', 'autoReport', onOff, false, 'Soldiers report contacts on their own.'],
  ['multiple_saves', 'multipleSaves', onOff, false, 'More than one save.'],
];

/** The difficulty `Custom` (arma-servers spec §3.5); used by missions that are played with it. */
export const PROFILE_PARAMETERS: readonly Parameter[] = [
  ...group('difficulty', ...OPTIONS.map(([field, key, kind, value, help]) => p(field, key, kind, help, { inClass: 'Options', always: true, default: value }))),
  ...group(
    'ai',
    p('ai_level_preset', 'aiLevelPreset', choice([[0, 'low'], [1, 'normal'], [2, 'high'], [3, 'custom']]), 'Skill of the computer players.', { always: true, default: 3 }),
    p('skill_ai', 'skillAI', number(0, 1), 'Skill, with the custom preset.', { inClass: 'CustomAILevel', always: true, default: 0.5 }),
    p('precision_ai', 'precisionAI', number(0, 1), 'Precision, with the custom preset.', { inClass: 'CustomAILevel', always: true, default: 0.5 }),
  ),
];

/** Command-line arguments an operator may set (arma-servers spec §4.2); `key` is the argument. */
export const LAUNCH_PARAMETERS: readonly Parameter[] = [
  ...group(
    'launch',
    p('world', 'world', text(1, 32, '^[A-Za-z0-9_]+$'), 'World loaded at start; empty saves memory.', { default: 'empty' }),
    p('limit_fps', 'limitFPS', integer(5, 1_000), 'Frames per second at most.', { unit: 'FPS', gameDefault: 50 }),
    p('load_mission_to_memory', 'loadMissionToMemory', trueFalse, 'Keep missions in memory.', { default: true }),
    p('auto_init', 'autoInit', trueFalse, 'Start the first mission without waiting for a player; needs persistent.', { default: false, warning: 'Mission parameters fall back to their defaults.' }),
    p('enable_ht', 'enableHT', trueFalse, 'Use hyper-threads.', { default: false }),
    p('cpu_count', 'cpuCount', integer(1, 256), 'Cores to use; overrides hyper-threads.'),
    p('ex_threads', 'exThreads', choice([[0, 'none'], [1, 'files'], [3, 'files and textures'], [5, 'files and geometry'], [7, 'all']]), 'Extra threads.'),
    p('max_mem', 'maxMem', integer(1_024, 1_048_576), 'Memory at most.', { unit: 'MiB', warning: 'Before 2.14 on Linux 4096 overflows: use 4095 or 8191.' }),
    p('malloc', 'malloc', text(1, 64, '^[A-Za-z0-9_.-]+$'), 'Memory allocator.'),
    p('huge_pages', 'hugePages', trueFalse, 'Use huge pages.', { default: false }),
    p('bandwidth_alg', 'bandwidthAlg', choice([[2, 'newer algorithm']]), 'Bandwidth algorithm.'),
    p('file_patching', 'filePatching', trueFalse, 'Allow unpacked data.', { default: false }),
    p('netlog', 'netlog', trueFalse, 'Log network traffic.', { default: false }),
    p('ranking_file', 'ranking', text(1, 64, '^[A-Za-z0-9_.-]+$'), 'Write rankings into this file of the profile folder.'),
    p('no_logs', 'noLogs', trueFalse, 'Write no log.', { default: false, warning: 'There is nothing to see when something goes wrong.' }),
    p('bind_ip', 'ip', text(7, 15, IPV4), 'Address of this host to listen on; unset = all.'),
    p('profile_name', 'name', text(1, 32, '^[A-Za-z0-9_-]+$'), 'Name of the profile.', { default: 'server' }),
    p('headless_count', 'client', integer(0, 8), 'Headless clients started with the server.', { default: 0 }),
  ),
  ...group('advanced', p('extra_args', 'extra', texts(32, 512, '^-[A-Za-z0-9]+(=[^"\\r\\n\\u0000]*)?$'), 'Further arguments, one each; none that is managed here.', { default: [] })),
];

/** BattlEye's own file and RCon (arma-servers spec §3.6). */
export const RCON_PARAMETERS: readonly Parameter[] = group(
  'rcon',
  p('rcon_password', 'RConPassword', text(8, 64, '^[A-Za-z0-9_-]+$'), 'Password of the remote console; a random one is made for a new server.', { secret: true, always: true }),
  p('enabled', 'enabled', trueFalse, 'Use RCon.', { default: true }),
  p('rcon_ip', 'RConIP', text(7, 15, IPV4), 'Address RCon listens on. It is plain text: leave it on this host.', { always: true, default: '127.0.0.1' }),
  p('restrict_rcon', 'RestrictRCon', onOff, 'Refuse kick, ban and shutdown by RCon.', { always: true, default: false }),
  p('max_ping', 'MaxPing', integer(1, 10_000), 'Kick above this ping; also in server.cfg, use one place only.', { unit: 'ms' }),
);
