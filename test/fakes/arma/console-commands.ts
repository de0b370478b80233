import type { World } from './world.js';

/** What a command may do beyond the world itself. */
export interface CommandEffects {
  shutdown: () => string | undefined;
  restartProcess: () => void;
  monitor: (seconds: number) => void;
  setPassword: (password: string) => void;
  say: (text: string) => void;
  missions: () => string[];
  admins: () => number;
}

type Command = (words: string[], world: World, effects: CommandEffects) => string | undefined;

function addBan([identity = '', minutes = '0', ...reason]: string[], world: World): string {
  const kind = /^[0-9a-f]{32}$/.test(identity) ? 'guid' : 'ip';
  world.ban({ identity, kind, minutes: Number(minutes) || 0, reason: reason.join(' ') });
  return '';
}

function startMission([template = '']: string[], world: World): string {
  const dot = template.lastIndexOf('.');
  world.mission = { name: template.slice(0, dot), map: template.slice(dot + 1) };
  return '';
}

const COMMANDS: Record<string, Command> = {
  players: (_, world) => world.playersText(),
  bans: (_, world) => world.bansText(),
  missions: (_, __, effects) => ['Missions on server:', ...effects.missions()].join('\n'),
  admins: (_, __, effects) => ['Connected RCon admins:', '[#] [IP Address]:[Port]', '-----', ...Array.from({ length: effects.admins() }, (_v, n) => `${String(n)} 127.0.0.1:${String(50_000 + n)}`)].join('\n'),
  version: () => '1.240',
  commands: () => Object.keys(COMMANDS).join('\n'),
  say: ([target = '', ...text], _, effects) => (effects.say(`RCon admin #0: (${target === '-1' ? 'Global' : `To ${target}`}) ${text.join(' ')}`), ''),
  kick: ([number = '', ...reason], world) => (world.kick(Number(number), reason.length > 0 ? `Admin Kick (${reason.join(' ')})` : 'Admin Kick'), ''),
  ban: ([number = '', minutes = '0', ...reason], world) => {
    const player = world.players.get(Number(number));
    if (player !== undefined) world.ban({ identity: player.guid, kind: 'guid', minutes: Number(minutes), reason: reason.join(' ') });
    world.kick(Number(number), `Admin Ban (${reason.join(' ')})`);
    return '';
  },
  addban: addBan,
  removeban: ([row = ''], world) => (world.unban(Number(row)), ''),
  loadbans: () => '',
  writebans: () => '',
  loadscripts: () => '',
  loadevents: () => '',
  maxping: () => '',
  rconpassword: ([password = ''], _, effects) => (effects.setPassword(password), ''),
  '#init': () => '',
  '#lock': (_, world) => ((world.locked = true), ''),
  '#unlock': (_, world) => ((world.locked = false), ''),
  '#mission': (words, world) => startMission(words, world),
  '#missions': () => '',
  '#restart': () => '',
  '#reassign': () => '',
  '#monitords': ([seconds = '0'], _, effects) => (effects.monitor(Number(seconds)), ''),
  '#restartserver': (_, __, effects) => (effects.restartProcess(), ''),
  '#shutdown': (_, __, effects) => effects.shutdown(),
  '#exec': () => 'Disallowed command',
};

/** Executes one RCon command; undefined = no answer is sent. */
export function execute(text: string, world: World, effects: CommandEffects): string | undefined {
  const [name = '', ...words] = text.split(' ');
  const command = COMMANDS[name.toLowerCase()];
  return command === undefined ? 'Unknown command' : command(words, world, effects);
}
