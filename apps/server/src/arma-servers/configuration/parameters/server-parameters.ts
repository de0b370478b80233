import { choice, integer, number, numbers, onOff, rows, script, text, texts, trueFalse } from './kinds.js';
import { group, parameter as p, type Parameter } from './parameter.js';

const STEAM_ID = '^7656119[0-9]{10}$';
const IPV4 = '^(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}$';
const EXTENSION = '^[A-Za-z0-9]{1,16}$';
const TEMPLATE = '^[A-Za-z0-9 _.()\\[\\]&+%\'-]{1,120}$';

const identity = group(
  'identity',
  p('hostname', 'hostname', text(1, 128), 'Name shown in the server browser.', { always: true, default: 'Arma 3 server' }),
  p('password', 'password', text(0, 64), 'Needed to join; empty = open to all.', { secret: true, gameDefault: '' }),
  p('password_admin', 'passwordAdmin', text(1, 64), 'For #login in the game; a random one is made when unset.', { secret: true, always: true }),
  p('server_command_password', 'serverCommandPassword', text(1, 64), 'For the script function serverCommand; a random one is made when unset.', { secret: true, always: true }),
  p('max_players', 'maxPlayers', integer(1, 256), 'Players at most; the mission may limit it further. Headless clients count.', { always: true, default: 64, gameDefault: 64 }),
  p('motd', 'motd', texts(64, 256), 'Message of the day, line by line; an empty line is a pause.', { gameDefault: [] }),
  p('motd_interval', 'motdInterval', number(0.1, 3_600), 'Pause between two lines of the message.', { unit: 's', gameDefault: 5 }),
  p('admins', 'admins', texts(256, 17, STEAM_ID), 'SteamID64 of players who may #login without a password.', { since: '1.70', gameDefault: [] }),
  p('headless_clients', 'headlessClients', texts(64, 15, IPV4), 'Addresses that may join as headless client.', { gameDefault: [] }),
  p('local_clients', 'localClient', texts(64, 15, IPV4), 'Addresses without bandwidth limit.', { gameDefault: [] }),
  p('file_patching_exceptions', 'filePatchingExceptions', texts(256, 17, STEAM_ID), 'SteamID64 of players who may patch files.', { since: '2.10', gameDefault: [], warning: 'They bypass the signature check.' }),
  p('kick_duplicate', 'kickDuplicate', onOff, 'Kick the second client with the same game id.', { always: true, default: true, gameDefault: false }),
  p('loopback', 'loopback', trueFalse, 'Only this host and its network can join.', { gameDefault: false }),
  p('upnp', 'upnp', trueFalse, 'Open ports on the router by UPnP.', { gameDefault: false, warning: 'May hold the start for ten minutes when it is blocked.' }),
  p('required_build', 'requiredBuild', integer(0, 2_147_483_647), 'Build of the game clients must have; larger than the server’s own = the same build.', { gameDefault: 0 }),
  p('mission_whitelist', 'missionWhitelist', texts(256, 120, TEMPLATE), 'Missions an admin may choose, as name.terrain; empty = all.', { gameDefault: [] }),
  p('mission_http_url', 'missionHTTPDownloadBaseURL', text(0, 512, '^$|^https?://\\S+[/=]$'), 'Where clients load missions from; ends with / or =.', { since: '2.20', gameDefault: '' }),
);

const voting = group(
  'voting',
  p('vote_threshold', 'voteThreshold', number(0, 2), 'Share of the players that decides a vote; above 1 nothing passes.', { gameDefault: 0.5 }),
  p('vote_mission_players', 'voteMissionPlayers', integer(0, 256), 'Mission voting opens at so many players.', { unit: 'players', gameDefault: 1 }),
  p(
    'allowed_vote_cmds',
    'allowedVoteCmds',
    rows(32, { name: 'name', type: 'text', max: 32 }, { name: 'before_start', type: 'boolean' }, { name: 'after_start', type: 'boolean' }, { name: 'threshold', type: 'number', min: 0, max: 1 }, { name: 'side_threshold', type: 'number', min: 0, max: 1 }),
    'What players may vote for. Unset = everything, empty = nothing.',
  ),
  p(
    'allowed_voted_admin_cmds',
    'allowedVotedAdminCmds',
    rows(32, { name: 'name', type: 'text', max: 32 }, { name: 'before_start', type: 'boolean' }, { name: 'after_start', type: 'boolean' }),
    'What a voted admin may do. Unset = everything, empty = nothing.',
  ),
);

const events = ['onUserConnected', 'onUserDisconnected', 'onUserKicked', 'doubleIdDetected', 'onHackedData', 'onDifferentData', 'onUnsignedData', 'regularCheck', 'onPlayerJoinAttempt', 'sendChatMessage'];
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const security = group(
  'security',
  p('battleye', 'BattlEye', onOff, 'BattlEye anti-cheat.', { always: true, default: true, gameDefault: true, warning: 'Without it there is no RCon: no player list, no kicks, no graceful stop.' }),
  p('verify_signatures', 'verifySignatures', choice([[0, 'off'], [2, 'on']]), 'Check that clients’ mods are signed with a key of this server.', { always: true, default: 2, gameDefault: 2 }),
  p('allowed_file_patching', 'allowedFilePatching', choice([[0, 'nobody'], [1, 'headless clients'], [2, 'all']]), 'Who may patch files.', { always: true, default: 0, gameDefault: 0 }),
  p('allowed_load_file_extensions', 'allowedLoadFileExtensions', texts(64, 16, EXTENSION), 'Extensions for loadFile. Unset = all, empty = none.'),
  p('allowed_preprocess_file_extensions', 'allowedPreprocessFileExtensions', texts(64, 16, EXTENSION), 'Extensions for preprocessFile. Unset = all, empty = none.'),
  p('allowed_html_load_extensions', 'allowedHTMLLoadExtensions', texts(64, 16, EXTENSION), 'Extensions for htmlLoad. Unset = all, empty = none.'),
  p('allowed_html_load_uris', 'allowedHTMLLoadURIs', texts(64, 256), 'Addresses for htmlLoad. Unset = all, empty = none.'),
  ...events.map((name) => p(snake(name), name, script, `Code the server runs: ${name}.`, { gameDefault: '', warning: 'Runs inside the game with all rights.' })),
  p('anti_flood_cycle_time', 'cycleTime', number(0.1, 60), 'Length of a counting cycle.', { inClass: 'AntiFlood', unit: 's', since: '2.18', gameDefault: 0.5 }),
  p('anti_flood_cycle_limit', 'cycleLimit', integer(1, 1_000_000), 'Messages per cycle before throttling.', { inClass: 'AntiFlood', since: '2.18', gameDefault: 400 }),
  p('anti_flood_cycle_hard_limit', 'cycleHardLimit', integer(1, 1_000_000), 'Messages per cycle before a kick.', { inClass: 'AntiFlood', since: '2.18', gameDefault: 4_000 }),
  p('anti_flood_enable_kick', 'enableKick', onOff, 'Kick at the hard limit.', { inClass: 'AntiFlood', since: '2.18', gameDefault: false }),
);

const pair = (field: string, key: string, what: string, first: number, second: number): ReturnType<typeof p> =>
  p(field, key, numbers(2, 0, 86_400), `${what}: when all are ready, when not.`, { unit: 's', gameDefault: [first, second], since: '1.90' });

const network = group(
  'network',
  p('max_ping', 'MaxPing', integer(1, 10_000, -1), 'Kick above this ping; -1 = never.', { unit: 'ms', gameDefault: -1, warning: '0 would kick everybody and is not offered.' }),
  p('max_packet_loss', 'MaxPacketLoss', integer(1, 100, -1), 'Kick above this loss; -1 = never.', { unit: '%', gameDefault: -1 }),
  p('max_desync', 'MaxDesync', integer(1, 10_000, -1), 'Kick above this desync; -1 = never.', { gameDefault: -1 }),
  p('disconnect_timeout', 'DisconnectTimeout', integer(1, 90), 'How long a lost client is kept.', { unit: 's', gameDefault: 15 }),
  p('kick_clients_on_slow_network', 'kickClientsOnSlowNetwork', numbers(4, 0, 1), 'For ping, loss, desync, disconnect: 0 = log, 1 = kick.', { gameDefault: [1, 1, 1, 1] }),
  p(
    'kick_timeout',
    'kickTimeout',
    rows(8, { name: 'id', type: 'integer', min: 0, max: 3 }, { name: 'seconds', type: 'integer', min: -2, max: 86_400 }),
    'How long a kick lasts: id 0 manual, 1 connection, 2 BattlEye, 3 harmless; -1 = until the mission ends, -2 = until the server restarts.',
    { unit: 's' },
  ),
  pair('voting_timeout', 'votingTimeOut', 'Voting', 60, 90),
  pair('role_timeout', 'roleTimeOut', 'Role selection', 90, 120),
  pair('briefing_timeout', 'briefingTimeOut', 'Briefing', 60, 90),
  pair('debriefing_timeout', 'debriefingTimeOut', 'Debriefing', 45, 60),
  p('lobby_idle_timeout', 'lobbyIdleTimeout', integer(0, 86_400), 'Kick idle players from the lobby; at least the longest of the others plus 5 s.', { unit: 's', gameDefault: 0 }),
  p('arma_units_timeout', 'armaUnitsTimeout', integer(0, 3_600), 'Wait for the Arma Units service.', { unit: 's', since: '2.06', gameDefault: 30 }),
  p('steam_protocol_max_data_size', 'steamProtocolMaxDataSize', integer(256, 8_192), 'Room for the mod list in Steam queries.', { unit: 'bytes', gameDefault: 1_024, warning: 'Large values may exceed the packet size of the network.' }),
  p('enable_player_diag', 'enablePlayerDiag', onOff, 'Log bandwidth and desync of each player once a minute.', { gameDefault: false }),
  p('call_ext_report_limit', 'callExtReportLimit', integer(0, 60_000), 'Log extension calls that take longer.', { unit: 'ms', gameDefault: 1_000 }),
);

const TIME_STAMPS = choice({ none: 'none', short: 'time', full: 'date and time' });

const play = group(
  'play',
  p('persistent', 'persistent', onOff, 'The mission goes on without players.', { always: true, default: false, gameDefault: false }),
  p('auto_select_mission', 'autoSelectMission', trueFalse, 'Start the next mission of the cycle at once.', { gameDefault: false }),
  p('random_mission_order', 'randomMissionOrder', trueFalse, 'Play the cycle in random order.', { gameDefault: false }),
  p('missions_to_shutdown', 'missionsToShutdown', integer(0, 10_000), 'Shut down after so many missions; 0 = never.', { unit: 'missions', gameDefault: 0 }),
  p('forced_difficulty', 'forcedDifficulty', choice({ '': 'not forced', Recruit: 'Recruit', Regular: 'Regular', Veteran: 'Veteran', Custom: 'Custom' }), 'Difficulty of all missions; an entry of the rotation wins.', { gameDefault: '' }),
  p('disable_von', 'disableVoN', onOff, 'No voice chat.', { gameDefault: false }),
  p('von_codec', 'vonCodec', choice([[0, 'Speex'], [1, 'Opus']]), 'Voice codec.', { gameDefault: 1 }),
  p('von_codec_quality', 'vonCodecQuality', integer(1, 30), 'Voice quality.', { gameDefault: 3 }),
  p(
    'disable_channels',
    'disableChannels',
    rows(16, { name: 'id', type: 'integer', min: 0, max: 16 }, { name: 'text', type: 'boolean' }, { name: 'voice', type: 'boolean' }, { name: 'markers', type: 'boolean' }, { name: 'drawing', type: 'boolean' }),
    'Disabled per channel (true = disabled): 0 global, 1 side, 2 command, 3 group, 4 vehicle, 5 direct, 16 system.',
    { gameDefault: [] },
  ),
  p('drawing_in_map', 'drawingInMap', trueFalse, 'Players may draw on the map.', { gameDefault: true }),
  p('skip_lobby', 'skipLobby', trueFalse, 'Players join without the lobby.', { gameDefault: false }),
  p('allow_profile_glasses', 'allowProfileGlasses', trueFalse, 'Glasses of the player’s profile.', { gameDefault: true }),
  p('zeus_composition_script_level', 'zeusCompositionScriptLevel', choice([[0, 'no scripts'], [1, 'attribute scripts'], [2, 'all scripts']]), 'Scripts in Zeus compositions.', { gameDefault: 1 }),
  p('force_rotor_lib_simulation', 'forceRotorLibSimulation', choice([[0, 'player’s choice'], [1, 'advanced'], [2, 'standard']]), 'Flight model of helicopters.', { gameDefault: 0 }),
  p('override_haze_quality', 'overrideHazeQuality', integer(-1, 2), 'Haze of all clients; -1 = their own.', { since: '2.16', gameDefault: -1 }),
  p('idle_fps_limit', 'idleFPSLimit', integer(5, 60), 'Frames per second of an empty server.', { unit: 'FPS', since: '2.22', gameDefault: 30 }),
  p('statistics_enabled', 'statisticsEnabled', onOff, 'Send anonymous statistics to the maker.', { gameDefault: true }),
);

const logging = group(
  'logging',
  p('log_file', 'logFile', text(1, 64, '^[A-Za-z0-9_.-]+$'), 'Name of the console log in the profile folder.', { always: true, default: 'server_console.log', gameDefault: '' }),
  p('time_stamp_format', 'timeStampFormat', TIME_STAMPS, 'Time stamps in the report file.', { always: true, default: 'full', gameDefault: 'short' }),
  p('time_stamp_format_console', 'timeStampFormatConsole', TIME_STAMPS, 'Time stamps on the console, which is what is captured on Linux.', { always: true, default: 'full', since: '2.22', gameDefault: 'short' }),
  p('log_object_not_found', 'logObjectNotFound', onOff, 'Log messages about objects that are gone; off removes the commonest clutter.', { inClass: 'AdvancedOptions', since: '2.02', gameDefault: true }),
  p('skip_description_parsing', 'skipDescriptionParsing', onOff, 'Do not read description.ext of missions at start.', { inClass: 'AdvancedOptions', since: '2.04', gameDefault: false }),
  p('ignore_mission_load_errors', 'ignoreMissionLoadErrors', onOff, 'Start a mission in spite of missing content.', { inClass: 'AdvancedOptions', since: '2.04', gameDefault: false }),
  p('queue_size_log_g', 'queueSizeLogG', integer(0, 2_147_483_647), 'Log players whose queue grows beyond this.', { inClass: 'AdvancedOptions', unit: 'bytes', since: '2.08', gameDefault: 0 }),
);

/** Everything of server.cfg (arma-servers spec §3.3), in the order in which it is written. */
export const SERVER_PARAMETERS: readonly Parameter[] = [...identity, ...security, ...voting, ...network, ...play, ...logging];
