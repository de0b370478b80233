import { describe, expect, it } from 'vitest';
import { argumentsIn, understandArguments, words } from './launch-line.js';
import { understandBasicCfg, understandBattlEyeCfg, understandProfile, understandServerCfg } from './read-config.js';
import { Understanding } from './understanding.js';

const SERVER_CFG = `// Our server
hostname = "Bob's ""elite"" server";
password = "join";
passwordAdmin = "secret";
maxPlayers = 9999;
motd[] = {"Welcome", "", "see https://example.org // rules"};
verifySignatures = 2;
persistent = 1;
kickTimeout[] = {{0, -1}, {1, 180}};
onUserConnected = "hint ""hi"";";
someFutureSwitch = 3;
class FutureClass { depth = "a"; };
missionsToServerRestart = 4;
class Missions {
  class One { template = "co10_escape.Altis"; difficulty = "Veteran"; class Params { Respawn = 1; Text = "a ""b"""; }; };
  class Two { template = "../../x"; };
};
`;

describe('an existing server.cfg', () => {
  it('is understood field by field; what has no field goes to the raw block; what can’t be is told', () => {
    const into = new Understanding();
    understandServerCfg('server.cfg', SERVER_CFG, into);
    expect(into.config.server).toMatchObject({ hostname: 'Bob\'s "elite" server', password: 'join', password_admin: 'secret', motd: ['Welcome', '', 'see https://example.org // rules'], verify_signatures: 2, persistent: true });
    expect(into.extra).toContain('someFutureSwitch = 3;');
    expect(into.extra).toContain('class FutureClass');
    expect(into.rotation).toEqual([{ template: 'co10_escape.Altis', difficulty: 'Veteran', params: { Respawn: 1, Text: 'a "b"' } }]);
    expect(into.rejected.map(({ key }) => key)).toEqual(['maxPlayers', 'Missions.Two', 'missionsToServerRestart']);
    expect(into.config.server?.['max_players']).toBeUndefined();
  });

  it('that is broken is told with its line, and nothing is taken', () => {
    const into = new Understanding();
    understandServerCfg('server.cfg', 'hostname = "x";\nmotd[] = {"open;\n', into);
    expect(into.rejected).toEqual([{ file: 'server.cfg', key: '', reason: expect.stringContaining('line 2') as string }]);
    expect(into.config).toEqual({});
  });
});

describe('the other files', () => {
  it('basic.cfg', () => {
    const into = new Understanding();
    understandBasicCfg('basic.cfg', 'MaxMsgSend = 256; MinBandwidth = 5120000; adapter = -1; class sockets { maxPacketSize = 1300; };', into);
    expect(into.config.basic).toEqual({ max_msg_send: 256, min_bandwidth: 5_120_000, max_packet_size: 1_300 });
    expect(into.rejected.map(({ key }) => key)).toEqual(['adapter']);
  });

  it('a profile', () => {
    const into = new Understanding();
    understandProfile('x.Arma3Profile', 'version = 2; class DifficultyPresets { class CustomDifficulty { class Options { thirdPersonView = 1; weaponCrosshair = 1; }; aiLevelPreset = 2; }; class CustomAILevel { skillAI = 0.7; }; };', into);
    expect(into.config.profile).toMatchObject({ third_person_view: 1, weapon_crosshair: true, ai_level_preset: 2, skill_ai: 0.7 });
  });

  it('BattlEye’s, without telling a password that can’t be kept', () => {
    const into = new Understanding();
    understandBattlEyeCfg('beserver_x64.cfg', 'RConPassword p@ss word\r\nRConPort 2310\r\nMaxPing 250\r\nRConIP 999\r\nMaxSetPosPerInterval 10 1\r\n', into);
    expect([into.rconPort, into.config.rcon]).toEqual([2_310, { max_ping: 250 }]);
    expect(into.rejected.map(({ key }) => key)).toEqual(['rconpassword', 'rconip', 'maxsetposperinterval']);
    expect(JSON.stringify(into.rejected)).not.toContain('p@ss');
  });
});

describe('a start script', () => {
  it.each([
    ['#!/bin/sh\ncd /srv/arma\n# ./arma3server_x64 -port=1\nexec ./arma3server_x64 -port=2402 "-mod=@CBA_A3;@ace" \\\n  -config=server.cfg -name="my server"\n', ['-port=2402', '-mod=@CBA_A3;@ace', '-config=server.cfg', '-name=my server']],
    ['@echo off\r\nREM start arma3server.exe -x\r\nstart "" "C:\\Arma 3\\arma3server_x64.exe" -port=2302 ^\r\n "-profiles=C:\\My Profiles"\r\n', ['-port=2302', '-profiles=C:\\My Profiles']],
    ['ExecStart=/srv/arma/arma3server_x64 -mod="@a;@b c"', ['-mod=@a;@b c']],
    ['echo nothing here', undefined],
  ])('%j', (text, expected) => {
    expect(argumentsIn(text)).toEqual(expected);
  });

  it('gives settings, places and mods', () => {
    const into = new Understanding();
    const facts = understandArguments('start.sh', ['-port=2402', '-mod=@CBA_A3\\;@ace;', '-serverMod=@tools', '-config=cfg/server.cfg', '-limitFPS=80', '-autoInit', '-world=empty', '-filePatching', '-somethingNew=3', '-profiles=$HOME/x', '-par=x', '-maxMem=lots', '-connect=1.2.3.4'], into);
    expect(facts).toEqual({ config: 'cfg/server.cfg', mods: ['@CBA_A3', '@ace'], serverMods: ['@tools'] });
    expect(into.gamePort).toBe(2_402);
    expect(into.config.launch).toMatchObject({ limit_fps: 80, auto_init: true, world: 'empty', file_patching: true });
    expect(into.rejected.map(({ key }) => key)).toEqual(expect.arrayContaining(['profiles', 'maxMem', 'connect']));
  });

  it('splits words as shells do', () => {
    expect(words(`a "b c"d 'e "f"' g\\ h`)).toEqual(['a', 'b cd', 'e "f"', 'g h']);
  });
});
