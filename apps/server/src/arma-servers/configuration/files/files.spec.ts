import { describe, expect, it } from 'vitest';
import { readParameterFile, type ParameterClass } from '../../../../../../test/fakes/arma/parameter-file.js';
import type { ParameterKind } from '../parameters/kinds.js';
import { BASIC_PARAMETERS } from '../parameters/other-parameters.js';
import type { Parameter } from '../parameters/parameter.js';
import { SERVER_PARAMETERS } from '../parameters/server-parameters.js';
import { checkChange, checkTogether, defaultConfig, merge, PARAMETERS, SECTIONS } from '../parameters/sections.js';
import { parseParameterFile } from '../syntax/parse.js';
import { battlEyeCfg, parseBattlEyeCfg } from './battleye-cfg.js';
import { headlessArguments, launchArguments } from './launch-arguments.js';
import { serverPaths, type FileModel } from './model.js';
import { profileFields } from './profile.js';
import { renderFiles } from './render.js';
import { fieldsOf } from './statements.js';

const INJECTION = 'x"; passwordAdmin="owned"; class Missions { }; // "" \\';

function model(changes: Partial<FileModel> = {}): FileModel {
  const config = defaultConfig();
  config.server = { ...config.server, password_admin: 'admin-pass', server_command_password: 'command-pass' };
  config.rcon = { ...config.rcon, rcon_password: 'rconpass123' };
  return { serverId: 3, revision: 17, gamePort: 2302, rconPort: 2310, config, rotation: [], mods: { client: [], server: [] }, paths: serverPaths('/srv/servers', 3), ...changes };
}

const file = (of: FileModel, name: string): string => renderFiles(of).find((rendered) => rendered.name === name)?.content ?? '';

/** A value at each end of what a parameter takes, with hostile text where text is free. */
function samples(kind: ParameterKind): unknown[] {
  switch (kind.type) {
    case 'text':
      return kind.pattern === undefined ? [INJECTION.slice(0, kind.max), 'x'.repeat(Math.max(1, kind.min))] : [];
    case 'script':
      return ['', 'kick (_this select 0)', INJECTION];
    case 'integer':
    case 'number':
      return [kind.min, kind.max, ...(kind.also ?? [])];
    case 'switch':
    case 'boolean':
      return [true, false];
    case 'choice':
      return kind.values.map((entry) => entry.value);
    case 'texts':
      return [[], ...(kind.pattern === undefined ? [[INJECTION, '', 'ö']] : [])];
    case 'numbers':
      return [Array.from({ length: kind.length }, () => kind.min), Array.from({ length: kind.length }, () => kind.max)];
    case 'rows':
      return [[], [Object.fromEntries(kind.columns.map(({ name, type, min }) => [name, type === 'text' ? INJECTION.slice(0, 32) : type === 'boolean' ? true : (min ?? 0)]))]];
  }
}

const inFile = (content: ParameterClass, { key, inClass }: Parameter): unknown => ((inClass === undefined ? content : (content[inClass.toLowerCase()] as ParameterClass))[key.toLowerCase()]);

describe('every parameter of every file', () => {
  const cases = (['server', 'basic'] as const).flatMap((section) => PARAMETERS[section].flatMap((parameter) => samples(parameter.kind).map((sample) => ({ section, parameter, sample, name: `${section}.${parameter.field} = ${JSON.stringify(sample)}` }))));

  it.each(cases)('$name is checked, written, and read back by a stranger’s parser', ({ section, parameter, sample }) => {
    const of = model();
    const change = checkChange(section, { [parameter.field]: sample });
    of.config[section] = merge(of.config[section], change);
    const text = file(of, section === 'server' ? 'server.cfg' : 'basic.cfg');
    const written = inFile(readParameterFile(text), parameter);
    if (typeof sample === 'boolean') expect(written).toBe(parameter.kind.type === 'switch' ? Number(sample) : sample);
    else if (parameter.kind.type === 'rows') expect(written).toEqual((sample as Record<string, unknown>[]).map((row) => Object.values(row)));
    else expect(written).toEqual(sample);
    const { fields } = fieldsOf(PARAMETERS[section], parseParameterFile(text));
    expect(fields[parameter.field]).toEqual(sample);
  });

  it('has names that are unique, and a meaning', () => {
    for (const section of SECTIONS) {
      const fields = PARAMETERS[section].map((parameter) => parameter.field);
      expect(new Set(fields).size).toBe(fields.length);
      for (const { help } of PARAMETERS[section]) expect(help.length).toBeGreaterThan(4);
    }
  });

  it('covers the tables of the specification', () => {
    expect(SERVER_PARAMETERS.length).toBe(81);
    expect(BASIC_PARAMETERS.length).toBe(12);
    expect(PARAMETERS.profile.length).toBe(28);
  });

  it('with its default is a legal change', () => {
    for (const section of SECTIONS) expect(() => checkChange(section, defaultConfig()[section])).not.toThrow();
  });
});

describe('server.cfg', () => {
  it('of a new server holds what must always stand there', () => {
    const read = readParameterFile(file(model(), 'server.cfg'));
    expect(read).toMatchObject({ hostname: 'Arma 3 server', passwordadmin: 'admin-pass', maxplayers: 64, battleye: 1, verifysignatures: 2, kickduplicate: 1, timestampformatconsole: 'full', missions: {} });
    expect(read).not.toHaveProperty('maxping');
  });

  it('keeps unset, empty and filled apart', () => {
    const of = model();
    expect(file(of, 'server.cfg')).not.toContain('allowedVoteCmds');
    of.config.server['allowed_vote_cmds'] = [];
    expect(file(of, 'server.cfg')).toContain('allowedVoteCmds[] = {};');
  });

  it('writes the rotation with generated class names', () => {
    const of = model({ rotation: [{ template: 'co10_escape.altis', difficulty: 'Veteran', params: { Respawn: 1, Name: 'a "b"' } }, { template: 'x.vr', difficulty: 'Regular', params: {} }] });
    expect(readParameterFile(file(of, 'server.cfg'))['missions']).toEqual({
      mission_001: { template: 'co10_escape.altis', difficulty: 'Veteran', params: { respawn: 1, name: 'a "b"' } },
      mission_002: { template: 'x.vr', difficulty: 'Regular' },
    });
    of.rotation = [{ template: 'x.vr', difficulty: 'Regular', params: { 'a = 1; b': 1 } }];
    expect(() => file(of, 'server.cfg')).toThrow(/no name/);
  });

  it('appends the extra block, which may not touch what is managed', () => {
    const of = model();
    of.config.server['extra_options'] = 'newKey2027 = 5; // new\nclass NewThing { a = "b"; };';
    expect(readParameterFile(file(of, 'server.cfg'))).toMatchObject({ newkey2027: 5, newthing: { a: 'b' } });
    for (const extra of ['passwordAdmin = "x";', 'PASSWORDadmin = "x";', 'class Missions { };', 'missionsToServerRestart = 1;', '}; class X {', 'a = 1; a = 2;', 'a = "open;']) {
      of.config.server['extra_options'] = extra;
      expect(() => file(of, 'server.cfg')).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }) as Error);
    }
  });

  it('lists this host for headless clients', () => {
    const of = model();
    of.config.launch['headless_count'] = 2;
    expect(readParameterFile(file(of, 'server.cfg'))).toMatchObject({ headlessclients: ['127.0.0.1'], localclient: ['127.0.0.1'] });
  });
});

describe('changes', () => {
  it.each([
    ['server', { hostnam: 'x' }, 'server.hostnam'],
    ['server', { max_players: 0 }, 'server.max_players'],
    ['server', { max_ping: 0 }, 'server.max_ping'],
    ['server', { admins: ['123'] }, 'server.admins.0'],
    ['server', { password: '********' }, 'server.password'],
    ['server', { disable_channels: [{ id: 0 }] }, 'server.disable_channels.0.text'],
    ['rcon', { rcon_password: 'has space' }, 'rcon.rcon_password'],
    ['launch', { extra_args: ['-a="b"'] }, 'launch.extra_args.0'],
    ['launch', { headless_count: 9 }, 'launch.headless_count'],
  ] as const)('%s %j names %s', (section, change, path) => {
    expect(() => checkChange(section, change)).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR', details: expect.arrayContaining([expect.objectContaining({ path })]) as unknown }) as Error);
  });

  it.each([{ hostname: 'a\nb' }, { motd: ['ok', 'a\u2028b'] }, { password: 'a\tb' }, { on_user_connected: 'a\nb' }])('%j can’t be written', (change) => {
    expect(() => checkChange('server', change)).toThrow(expect.objectContaining({ code: 'CONFIG_INJECTION' }) as Error);
  });

  it('take a field back with null, and leave alone what they do not name', () => {
    expect(merge({ a: 1, b: 2 }, { a: null, c: 3 })).toEqual({ b: 2, c: 3 });
  });

  it('that contradict each other are refused together', () => {
    expect(() => checkTogether('basic', { max_size_guaranteed: 1_450, max_size_nonguaranteed: 1_401, min_bandwidth: 10, max_bandwidth: 5 })).toThrow(expect.objectContaining({ details: [expect.anything(), expect.anything(), expect.anything()] as unknown }) as Error);
  });
});

describe('the other files', () => {
  it('put the AI level beside the custom difficulty, and keep what the game wrote', () => {
    const existing = parseParameterFile('difficulty = "Regular";\nclass DifficultyPresets { class CustomDifficulty { }; };\nsceneComplexity = 1000000;\nbriefing = "a" \\n "b";\n');
    const of = model();
    const rendered = renderFiles(of, existing).find(({ name }) => name.endsWith('.Arma3Profile'));
    const back = parseParameterFile(rendered?.content ?? '');
    expect(rendered?.path).toBe('/srv/servers/3/profiles/home/server/server.Arma3Profile');
    expect(readParameterFile((rendered?.content ?? '').replace(/briefing.*\n/, ''))).toMatchObject({ difficulty: 'Custom', difficultypresets: { customdifficulty: { options: { thirdpersonview: 0, weaponinfo: 2 }, ailevelpreset: 3 }, customailevel: { skillai: 0.5 } }, scenecomplexity: 1_000_000 });
    expect(back.at(-1)).toEqual({ kind: 'value', name: 'briefing', value: 'a\nb' });
    expect(profileFields(back)).toEqual(of.config.profile);
  });

  it('write BattlEye’s file without any way to inject', () => {
    const of = model();
    expect(file(of, 'beserver_x64.cfg')).toBe('RConPassword rconpass123\nRConPort 2310\nRConIP 127.0.0.1\nRestrictRCon 0\n');
    expect(file(of, 'BEServer_x64.cfg')).toBe(file(of, 'beserver_x64.cfg'));
    expect(() => battlEyeCfg({ rcon_password: 'a\nRConPort 1' }, 1)).toThrow(expect.objectContaining({ code: 'CONFIG_INJECTION' }) as Error);
    expect(parseBattlEyeCfg('RConPassword a b\r\n RConPort  2310 \n\nx\n').get('rconport')).toBe('2310');
  });
});

describe('launch arguments', () => {
  it('stand in the fixed order, one element each', () => {
    const of = model({ mods: { client: ['/m/@cba', '/m/@ace'], server: ['/m/@log'] } });
    of.config.launch = { ...of.config.launch, bind_ip: '127.0.0.1', limit_fps: 60, auto_init: true, extra_args: ['-debug', '-x=a b'] };
    expect(launchArguments(of)).toEqual([
      '-ip=127.0.0.1', '-port=2302', '-config=/srv/servers/3/config/server.cfg', '-cfg=/srv/servers/3/config/basic.cfg', '-profiles=/srv/servers/3/profiles', '-name=server',
      '-bepath=/srv/servers/3/battleye', '-mpmissions=/srv/servers/3/mpmissions', '-keysFolder=/srv/servers/3/keys', '-world=empty', '-mod=/m/@cba;/m/@ace', '-serverMod=/m/@log',
      '-limitFPS=60', '-loadMissionToMemory', '-autoInit', '-pid=/srv/servers/3/run/server.pid', '-debug', '-x=a b',
    ]);
  });

  it.each(['-config=/etc/passwd', '-CONFIG=x', '-par=x', '-beservicesomething', '-exit', '-pid=/x', '-mod=x', '-noLogs'])('refuse %s', (arg) => {
    const of = model();
    of.config.launch['extra_args'] = [arg];
    expect(() => launchArguments(of)).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }) as Error);
  });

  it('connect headless clients with the join password', () => {
    const of = model();
    of.config.server['password'] = 'let me in';
    expect(headlessArguments(of, 1)).toEqual(['-client', '-connect=127.0.0.1', '-port=2302', '-password=let me in', '-profiles=/srv/servers/3/hc1', '-name=hc1', '-nosound']);
  });
});
