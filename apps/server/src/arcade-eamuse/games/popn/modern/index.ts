import { element, type Node, s32, s8 } from '@rumpus/eamuse-protocol';
import { randomInt } from 'node:crypto';

import type { Call } from '../../../dispatch/call.js';
import type { GameVersion } from '../../../dispatch/game.js';
import { createPlayer, empty, loadPlayer } from '../shared/players.js';
import { buy, saveItems, writeMachine } from '../shared/tree-era.js';
import { popnVersion } from '../shared/version.js';
import { commonNodes, weeklyCourse } from './common.js';
import { conversionAnswer, friend, profileAnswer, readScore } from './profile.js';
import { updateRanking } from './ranking.js';
import { write, writeMusic } from './save.js';
import type { ModernTraits } from './traits.js';

const NO_PROFILE = 2;
const noProfile = (): Node => element('player24', s8('result', NO_PROFILE));

async function read(call: Call, traits: ModernTraits): Promise<Node> {
  const loaded = await loadPlayer(call, call.request.stringAt('ref_id'), 'fall through');
  if (loaded === undefined) return noProfile();
  return loaded.kind === 'new' ? profileAnswer(call, traits, loaded.profile) : conversionAnswer(call, loaded.profile);
}

async function create(call: Call, traits: ModernTraits, conversion: boolean): Promise<Node> {
  const { request } = call;
  const values = { name: request.stringAt('name'), chara: conversion ? request.intAt('chara') : undefined };
  const profile = await createPlayer(call, request.stringAt('ref_id'), values, (tables, userId) => (conversion ? saveItems(call, tables, userId, false) : Promise.resolve()));
  return profile === undefined ? noProfile() : profileAnswer(call, traits, profile);
}

/** A version of the usaneko family: one set of calls, a table of differences (pop'n spec 9). */
export const modernVersion = (traits: ModernTraits): GameVersion =>
  popnVersion(traits.version, traits.name, {
    settings: traits.settings,
    extraServices: ['local2', 'lobby2'],
    scheduled: [weeklyCourse(traits.version, (below) => randomInt(below))],
    handlers: {
      'pcb24.boot': empty,
      'pcb24.error': empty,
      'pcb24.dlstatus': empty,
      'pcb24.write': writeMachine,
      'lobby24.*': empty,
      'info24.common': async (call) => element('info24', await commonNodes(call, traits)),
      'player24.start': async (call) => element('player24', s32('play_id', 0), await commonNodes(call, traits)),
      'player24.logout': empty,
      'player24.read': (call) => read(call, traits),
      'player24.new': (call) => create(call, traits, false),
      'player24.conversion': (call) => create(call, traits, true),
      'player24.write': (call) => write(call, traits),
      'player24.read_score': readScore,
      'player24.write_music': writeMusic,
      'player24.buy': (call) => buy(call, 'player_point'),
      'player24.update_ranking': updateRanking,
      'player24.friend': friend,
    },
  });

