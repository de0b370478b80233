import { describe, expect, it } from 'vitest';
import { GERMAN, GERMAN_WORDS } from './german.js';
import { parametersIn } from './in-language.js';
import { PARAMETERS, SECTIONS } from './sections.js';

describe.each(SECTIONS)('the parameters of %s in German', (section) => {
  const parameters = PARAMETERS[section];

  it('are all there, and no others', () => {
    expect(Object.keys(GERMAN[section]).sort()).toEqual(parameters.map(({ field }) => field).sort());
  });

  it.each(parameters.map((parameter) => [parameter.field, parameter] as const))('%s has a meaning of its own, and its risk where there is one', (field, { help, warning }) => {
    const meaning = GERMAN[section][field];
    expect(meaning?.help).toMatch(/\S[.]$/);
    expect(meaning?.help).not.toBe(help);
    expect(meaning?.warning === undefined).toBe(warning === undefined);
    expect(meaning?.warning).not.toBe(warning ?? '');
  });

  it('have every choice, unit and column translated', () => {
    const words = parameters.flatMap(({ kind, unit }) => [...(unit === undefined ? [] : [unit]), ...(kind.type === 'choice' ? kind.values.map(({ label }) => label) : []), ...(kind.type === 'rows' ? kind.columns.map(({ name }) => name) : [])]);
    expect(words.filter((text) => GERMAN_WORDS[text] === undefined)).toEqual([]);
  });
});

it('changes words only: names, values, ranges and defaults stay', () => {
  const plain = (language: 'en' | 'de'): unknown => JSON.parse(JSON.stringify(parametersIn(language), (key, value: unknown) => (['help', 'warning', 'unit', 'label'].includes(key) ? undefined : value)));
  expect(plain('de')).toEqual(plain('en'));
  expect(parametersIn('de').server.find(({ field }) => field === 'max_players')).toMatchObject({ key: 'maxPlayers', help: 'Höchstzahl der Spieler; die Mission kann sie weiter begrenzen. Headless Clients zählen mit.' });
});
